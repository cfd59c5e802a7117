"""What the sweep asks of every page: axe with all its rules, nothing wider than the window, the focus always seen."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e.conftest import ALL_RULES, CONTRAST, HEIGHT, NARROWEST, SETTLED, TOO_WIDE, WIDEST

# From a desk to a phone; 640 is a window of 1280 pixels at a zoom of 200 %.
_WIDTHS = (WIDEST, 768, 640, 390, NARROWEST)
# Colors take axe half of its time, and are the same in every direction.
_BUT_COLORS = ALL_RULES.replace("rules: {", "rules: {'color-contrast': {enabled: false}, ")
_STOPS = 150  # of the Tab key, after which a page is taken for a trap
_UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
# Where the focus is: whether it can be seen, and whether something lies over it.
FOCUSED = """() => {
    const at = document.activeElement;
    if (!at || at === document.body || at === document.documentElement) return null;
    window.focusedBefore ??= new Map();
    const number = window.focusedBefore.get(at) ?? window.focusedBefore.size;
    window.focusedBefore.set(at, number);
    const html = at.outerHTML.slice(0, 140), shown = style =>
        (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    const around = [at, at.closest('label'), at.nextElementSibling, at.parentElement, at.closest('.card, li, article')];
    const parts = around.filter(each => each).flatMap(each => [undefined, '::before', '::after'].map(
        part => getComputedStyle(each, part)));
    const faults = [];
    // Chromium itself shows which part of a date has the focus.
    const picker = at.matches('[type=date], [type=time], [type=datetime-local]');
    if (!picker && !parts.some(shown)) faults.push(`focus is not seen: ${html}`);
    const box = [...at.getClientRects()].find(each => each.width && each.height);
    if (!box) faults.push(`focus is on nothing that is drawn: ${html}`);
    else {
        // A browser scrolls a tall field only so far that its first line is seen.
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        const [x, y] = [box.left + box.width / 2, (top + bottom) / 2];
        const over = document.elementFromPoint(x, y);
        if (x < 0 || x > innerWidth || bottom - top < Math.min(box.height / 2, 24))
            faults.push(`focus is out of the window: ${html}`);
        else if (over && !over.contains(at) && !at.contains(over) && !at.closest('label')?.contains(over)
                 && !over.closest('label'))
            faults.push(`focus lies under ${over.outerHTML.slice(0, 80)}: ${html}`);
    }
    return [number, faults];
}"""

# What a form that was refused must have: a summary that has the focus, with a link to every field that is wrong.
_MISTAKES = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const drawn = each => each.getClientRects().length > 0;
    const wrong = [...document.querySelectorAll('[aria-invalid=true]')].filter(drawn);
    if (!wrong.length) return done([]);
    const summary = document.querySelector('.problems');
    if (!summary) return done([`no summary of errors: ${wrong[0].outerHTML.slice(0, 140)}`]);
    const faults = [];
    if (document.activeElement !== summary) faults.push('the summary of errors does not have the focus');
    const targets = [...summary.querySelectorAll('a')].map(link => {
        const target = document.getElementById(link.hash.slice(1));
        link.click();
        const reached = target && drawn(target) && (target.tabIndex < 0 || target.contains(document.activeElement));
        if (!reached) faults.push(`leads nowhere: ${link.outerHTML.slice(0, 140)}`);
        return target;
    });
    const meant = each => targets.some(target => target && (target.contains(each) || each.contains(target)
        || target.closest('fieldset, .field')?.contains(each)));
    for (const each of wrong.filter(each => !meant(each)))
        faults.push(`not in the summary: ${each.outerHTML.slice(0, 140)}`);
    done(faults);
})))"""


def faults(page: Page, *, keyboard: bool = True) -> list[str]:
    """Return what is wrong with a page that has been loaded in a light window of the greatest width.

    The page is left unfolded, in a light window of the greatest width.
    """
    found = [*axe(page, ALL_RULES)]
    if keyboard:
        found += unseen_stops(page)
    page.evaluate(_UNFOLD)
    found += faults_in_dark(page)
    return found + too_wide(page, ALL_RULES)


def too_wide(page: Page, rules: str = "") -> list[str]:
    """Return what is wider than the window at any width, and what axe finds by ``rules`` at the narrowest.

    The page is left in a window of the greatest width.
    """
    found: list[str] = []
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += (f"{width}: too wide: {each}" for each in page.evaluate(TOO_WIDE))
    if rules:
        found += (f"{NARROWEST}: {each}" for each in axe(page, rules))
    page.set_viewport_size({"width": WIDEST, "height": HEIGHT})
    return found


def faults_right_to_left(page: Page) -> list[str]:
    """Return what is wrong with a page that has been loaded in Arabic, in a window of the greatest width."""
    found = [*axe(page, _BUT_COLORS), *too_wide(page)]
    if page.evaluate("getComputedStyle(document.body).direction") != "rtl":
        found.append("the direction is not from right to left")
    return [f"from right to left: {each}" for each in found]


def axe(page: Page, rules: str = ALL_RULES) -> Iterator[str]:
    """Yield what axe finds, of every impact: the rule and the first three elements."""
    assert page.evaluate(SETTLED), "the page never stops moving"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    for each in page.evaluate(f"axe.run({rules})")["violations"]:
        for node in each["nodes"][:3]:
            yield f"{each['id']}: {node['html'][:200]}"


def unlinked_mistakes(page: Page) -> list[str]:
    """Return what is wrong with the summary of errors of a form that was sent; nothing if none was refused."""
    found: list[str] = page.evaluate(_MISTAKES)
    return found


def unseen_stops(page: Page) -> list[str]:
    """Press Tab until the page has been left or begins anew; return the stops that a person does not see."""
    page.evaluate("document.activeElement?.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
    found: list[str] = []
    seen: set[int] = set()
    for _stop in range(_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or stop[0] in seen:
            break
        seen.add(stop[0])
        found += stop[1]
    else:
        found.append(f"{_STOPS} stops and no end")
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    return found


def faults_in_dark(page: Page) -> list[str]:
    """Return what is wrong with the contrast of a page in dark mode; it is left in a light window."""
    with _dark(page):
        return [f"dark: {each}" for each in axe(page, CONTRAST)]


@contextmanager
def _dark(page: Page) -> Iterator[None]:
    page.emulate_media(color_scheme="dark")
    try:
        yield
    finally:
        page.emulate_media(color_scheme="light")
