package io.emstream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The direction of the arrows between packages, as the map in {@code io.emstream} draws them. */
class ArchitectureTest {
    /** A package may import only those before it. */
    private static final List<String> ORDER =
            List.of("point", "statistics", "family", "mixture", "em", "learn", "codec", "streams", "app");

    /** The packages that know no Kafka: the arithmetic and its formats. */
    private static final List<String> CORE = ORDER.subList(0, ORDER.indexOf("streams"));

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.emstream");

    static Stream<String> packages() {
        return ORDER.stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageImportsOnlyThoseBeforeIt(String name) {
        String[] after = ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).stream()
                .map(ArchitectureTest::tree)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(tree(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(after)
                .allowEmptyShould(true)
                .check(PROGRAM);
    }

    @Test
    void theCoreKnowsOnlyTheJdkAndItsArithmetic() {
        String[] allowed = Stream.concat(
                        CORE.stream().map(ArchitectureTest::tree),
                        Stream.of(
                                "java..",
                                "org.ejml..",
                                "com.fasterxml.jackson..",
                                "org.jspecify.annotations..",
                                "org.apache.commons.numbers.."))
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAnyPackage(CORE.stream().map(ArchitectureTest::tree).toArray(String[]::new))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true)
                .check(PROGRAM);
    }

    @Test
    void onlyStreamsAndAppKnowKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackages(tree("streams"), tree("app"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "kafka..")
                .allowEmptyShould(true)
                .check(PROGRAM);
    }

    @Test
    void everyClassHasItsPlaceInTheOrder() {
        String[] places = Stream.concat(Stream.of("io.emstream"), ORDER.stream().map(ArchitectureTest::tree))
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(places).check(PROGRAM);
    }

    private static String tree(String name) {
        return "io.emstream." + name + "..";
    }
}
