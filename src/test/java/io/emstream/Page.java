package io.emstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the documentation, in Markdown, as tests look at it.
 *
 * @param path of the file
 * @param text all of it
 */
public record Page(Path path, String text) {
    /** Where the pages are. */
    public static final Path DIRECTORY = Path.of("src", "site", "markdown");
    /** Where the examples are that pages show. */
    public static final Path EXAMPLES = Path.of("src", "site", "resources", "examples");

    private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```([a-z]*)\n(.*?)^ *```$");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\"></a>");
    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

    /** The page of this name. */
    public static Page of(String name) {
        return at(DIRECTORY.resolve(name));
    }

    /** The page in this file. */
    public static Page at(Path path) {
        try {
            return new Page(path, Files.readString(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All pages of the site. */
    public static List<Page> all() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::at)
                    .toList();
        }
    }

    /** The name of the file. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** The blocks of code in a language, in order. */
    public List<String> listings(String language) {
        return FENCED.matcher(text)
                .results()
                .filter(each -> each.group(2).equals(language))
                .map(each -> each.group(3))
                .toList();
    }

    /** The page without its blocks of code. */
    public String prose() {
        return FENCED.matcher(text).replaceAll("");
    }

    /** What links may name behind a #: GitHub and Maven call headings differently, so only what is called explicitly. */
    public Set<String> anchors() {
        return ANCHOR.matcher(prose()).results().map(each -> each.group(1)).collect(Collectors.toSet());
    }

    /** Where its links and pictures lead. */
    public List<String> links() {
        return LINK.matcher(CODE.matcher(prose()).replaceAll(""))
                .results()
                .map(each -> each.group(1))
                .toList();
    }

    /** What stands in the text as code. */
    public List<String> code() {
        return CODE.matcher(prose()).results().map(each -> each.group(1)).toList();
    }

    /** The first cells of the table below a heading, without the marks of code; each may hold several names. */
    public List<String> firstColumn(String heading) {
        int start = text.indexOf("\n" + heading + "\n");
        if (start < 0) {
            throw new IllegalArgumentException(path + " has no heading " + heading);
        }
        List<String> cells = new ArrayList<>();
        for (String line : text.substring(start + heading.length() + 2).lines().toList()) {
            if (line.startsWith("#")) {
                break;
            }
            if (line.startsWith("| `")) {
                CODE.matcher(line.split(" \\| ", -1)[0])
                        .results()
                        .map((MatchResult each) -> each.group(1))
                        .forEach(cells::add);
            }
        }
        return cells;
    }
}
