package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebBrowserTest {
    private static final String PAGE = "http://127.0.0.1:8080";

    @Test
    void aDesktopOpensTheAddressWithItsOwnProgram() {
        assertThat(on("Linux", Map.of("DISPLAY", ":0")).command(PAGE)).contains(List.of("xdg-open", PAGE));
        assertThat(on("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")).command(PAGE))
                .contains(List.of("xdg-open", PAGE));
        assertThat(on("Mac OS X", Map.of()).command(PAGE)).contains(List.of("open", PAGE));
        assertThat(on("Windows 11", Map.of()).command(PAGE))
                .contains(List.of("rundll32", "url.dll,FileProtocolHandler", PAGE));
    }

    @Test
    void whereNobodyWouldSeeItNothingIsOpened() {
        assertThat(on("Linux", Map.of()).command(PAGE)).isEmpty();
        assertThat(on("Linux", Map.of("DISPLAY", "")).command(PAGE)).isEmpty();
        assertThat(on("Linux", Map.of("DISPLAY", ":0", "SSH_CONNECTION", "10.0.0.1 22"))
                        .command(PAGE))
                .isEmpty();
        assertThat(on("Mac OS X", Map.of("SSH_CONNECTION", "10.0.0.1 22")).command(PAGE))
                .isEmpty();
        assertThat(new WebBrowser("Linux", Map.of("DISPLAY", ":0"), program -> false).command(PAGE))
                .isEmpty();
    }

    @Test
    void aBrowserThatCannotBeStartedIsNoFailure() {
        WebBrowser withoutPrograms = on("Windows in name only", Map.of());
        assertThatNoException().isThrownBy(() -> withoutPrograms.open(PAGE));
    }

    private static WebBrowser on(String system, Map<String, String> environment) {
        return new WebBrowser(system, environment, program -> true);
    }
}
