package io.emstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documentation hangs together: links, pictures, examples and paths lead to what is there. */
class PagesTest {
    /** What looks like a path of this repository; those with a star or a placeholder are none. */
    private static final Pattern REPOSITORY_PATH =
            Pattern.compile("(?<![\\w./-])(?:src|docker|config)/[\\w./-]*\\w(?![\\w/]*[*…<{])");

    private static final Pattern MENU_ITEM = Pattern.compile("<item [^>]*href=\"([^\"]+)\\.html\"");

    @Test
    void everyLinkOfThePagesLeadsToAPageOrItsAnchor() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            for (String link : page.links()) {
                if (!isGoodLink(page, link)) {
                    broken.add(page.name() + ": " + link);
                }
            }
        }
        assertThat(broken)
                .as("links to a page, to <a id=\"name\"></a> in one, or to a file below %s", Page.DIRECTORY)
                .isEmpty();
    }

    private static boolean isGoodLink(Page page, String link) {
        URI target = URI.create(link);
        if (target.isAbsolute()) {
            return target.getScheme().equals("https") || target.getScheme().equals("http");
        }
        Path file = target.getPath().isEmpty() ? page.path() : Page.DIRECTORY.resolve(target.getPath());
        if (!Files.isRegularFile(file) || !file.normalize().startsWith(Page.DIRECTORY)) {
            return false;
        }
        return target.getFragment() == null || Page.at(file).anchors().contains(target.getFragment());
    }

    @Test
    void everyLinkOfTheReadmeLeadsToAFile() {
        assertThat(Page.at(Path.of("README.md")).links())
                .filteredOn(link -> !URI.create(link).isAbsolute())
                .isNotEmpty()
                .allSatisfy(
                        link -> assertThat(Path.of(URI.create(link).getPath())).exists());
    }

    @Test
    void everyPathOfTheRepositoryThatIsNamedExists() throws IOException {
        List<String> missing = new ArrayList<>();
        List<Page> pages = new ArrayList<>(Page.all());
        pages.add(Page.at(Path.of("README.md")));
        for (Page page : pages) {
            REPOSITORY_PATH
                    .matcher(page.text())
                    .results()
                    .map(found -> found.group())
                    .filter(path -> !Files.exists(Path.of(path)))
                    .forEach(path -> missing.add(page.path() + ": " + path));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theMenuLeadsToEveryPage() throws IOException {
        Set<String> pages =
                Page.all().stream().map(page -> page.name().replace(".md", "")).collect(Collectors.toSet());
        assertThat(MENU_ITEM
                        .matcher(Files.readString(Path.of("src", "site", "site.xml")))
                        .results())
                .extracting(found -> found.group(1))
                .containsExactlyInAnyOrderElementsOf(pages);
    }

    @Test
    void examplesAreShownAsTheyAre() throws IOException {
        assertThat(Page.of("languages.md").listings("python"))
                .containsExactly(
                        Files.readString(Page.EXAMPLES.resolve("score.py")),
                        Files.readString(Page.EXAMPLES.resolve("join.py")));
    }
}
