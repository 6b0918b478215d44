package io.emstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Every public type and every package says what it is; the compiler's own doclint looks after what is said. */
class DocumentationTest {
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void everyPublicTypeSaysWhatItIs() throws IOException {
        List<String> silent = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> tree = Files.walk(SOURCES)) {
            List<Path> sources =
                    tree.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees comments = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void visitClass(ClassTree type, Void nothing) {
                        // Members of an interface are public without the word.
                        boolean visible = type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                                || getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
                        if (visible && isSilent(comments, getCurrentPath())) {
                            silent.add(unit.getSourceFile().getName() + ": " + type.getSimpleName());
                        }
                        return super.visitClass(type, null);
                    }
                }.scan(unit, null);
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everyPackageStatesItsPromiseAndItsNullness() throws IOException {
        List<Path> packages;
        try (Stream<Path> tree = Files.walk(SOURCES)) {
            packages = tree.filter(path -> path.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
        }
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(directory -> assertThat(directory.resolve("package-info.java"))
                        .content()
                        .startsWith("/**")
                        .contains("@NullMarked"));
    }

    private static boolean isSilent(DocTrees comments, TreePath type) {
        String comment = comments.getDocComment(type);
        return comment == null || comment.isBlank();
    }
}
