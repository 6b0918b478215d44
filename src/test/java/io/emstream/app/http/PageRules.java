package io.emstream.app.http;

/** What the page must keep to, as JavaScript that lists what does not: one line for each. */
final class PageRules {
    private PageRules() {}

    /** How a colour is read off the page, and two compared (WCAG 2.2, relative luminance and contrast ratio). */
    private static final String CONTRAST = """
        const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const isSeen = (colour) => (channels(colour)[3] ?? 1) > 0;
        const luminance = (colour) => {
          const [r, g, b] = channels(colour).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (one, other) => {
          const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
          return (high + 0.05) / (low + 0.05);
        };
        const ground = (element) => {
          for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (isSeen(colour)) return colour;
          }
          return 'rgb(255, 255, 255)';
        };
        const isThere = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 1;
        """;

    /** Text that does not stand out from its ground as it must: 4.5 to one (1.4.3 AA); controls that cannot be used may. */
    static final String FAINT_TEXT = CONTRAST + """
        const faint = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        let tried = 0;
        while (texts.nextNode()) {
          const element = texts.currentNode.parentElement;
          if (!texts.currentNode.data.trim() || !isThere(element) || element.closest(':disabled, script, canvas')) continue;
          tried++;
          const ratio = contrast(getComputedStyle(element).color, ground(element));
          if (ratio < 4.5) faint.push(`${element.tagName} ${texts.currentNode.data.trim()} ${ratio.toFixed(2)}`);
        }
        // What charts write takes these from the style sheet.
        for (const name of ['ink', 'soft']) {
          const probe = document.body.appendChild(document.createElement('i'));
          probe.style.color = `var(--${name})`;
          const ratio = contrast(getComputedStyle(probe).color, ground(document.querySelector('section')));
          if (ratio < 4.5) faint.push(`charts ${name} ${ratio.toFixed(2)}`);
          probe.remove();
        }
        return tried < 40 ? ['only ' + tried + ' texts were found'] : faint;
        """;

    /** Controls whose edge does not stand out from what is round them: three to one (1.4.11 AA). */
    static final String FAINT_CONTROLS = CONTRAST + """
        return [...document.querySelectorAll('button, select')].filter(isThere)
          .map((control) => [control, contrast(getComputedStyle(control).borderTopColor, ground(control.parentElement))])
          .filter(([, ratio]) => ratio < 3)
          .map(([control, ratio]) => `${control.id} ${ratio.toFixed(2)}`);
        """;

    /** Controls without a name (4.1.2 A). */
    static final String NAMELESS_CONTROLS = """
        const name = (control) => control.getAttribute('aria-label') || control.labels?.[0]?.textContent || control.textContent;
        return [...document.querySelectorAll('button, select, input, [tabindex]')]
          .filter((control) => !name(control).trim() && !control.getAttribute('aria-labelledby'))
          .map((control) => control.outerHTML);
        """;

    /** Sections, pictures and tables that nobody could tell apart by ear (1.1.1, 1.3.1 A). */
    static final String NAMELESS_PARTS = """
        const isNamed = (part) => {
          const by = part.getAttribute('aria-labelledby');
          return by ? document.getElementById(by)?.textContent.trim() : part.getAttribute('aria-label')?.trim() || part.alt === '';
        };
        const parts = [...document.querySelectorAll('section, [role=img], [role=application], [role=region], dialog, img')];
        const headless = [...document.querySelectorAll('table')].filter((table) => !table.querySelector('th[scope]'));
        return [...parts.filter((part) => !isNamed(part)), ...headless].map((part) => part.outerHTML.slice(0, 120));
        """;

    /** What a screen reader reads out when it changes, by id. */
    static final String LIVE = """
        return [...document.querySelectorAll('[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]')]
          .filter((each) => !each.closest('dialog'))
          .map((each) => each.id).sort();
        """;
}
