"""Takes a page at every width, in light and dark mode and from right to left."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Error, Page

HEIGHT = 900


class View(NamedTuple):
    """How a page is looked at: the window's width in pixels, the colours, and the language."""

    width: int
    scheme: str
    language: str = "en"

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}" + ("" if self.language == "en" else f"-{self.language}")


LEFT_TO_RIGHT = [View(width, scheme) for width in (1440, 768, 390) for scheme in ("light", "dark")]
RIGHT_TO_LEFT = [View(width, "light", "ar") for width in (1440, 390)]


def take(page: Page, address: str, name: str, folder: Path) -> list[str]:
    """Save the page's pictures and return its links; none of both if it is a file or an error."""
    page.emulate_media(color_scheme="light")
    if not _open(page, address):
        return []
    links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
    for view in _views(page, address):
        page.set_viewport_size({"width": view.width, "height": HEIGHT})
        page.emulate_media(color_scheme="dark" if view.scheme == "dark" else "light")
        page.screenshot(path=folder / f"{name}-{view}.png", full_page=True, animations="disabled")
    return links


def _views(page: Page, address: str) -> Iterator[View]:
    """Yield the views; the page is loaded again only for another language."""
    yield from LEFT_TO_RIGHT
    if _open(page, f"{address}?lang={RIGHT_TO_LEFT[0].language}"):
        yield from RIGHT_TO_LEFT
    _open(page, f"{address}?lang=en")


def _open(page: Page, address: str) -> bool:
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" in error.message or "ERR_ABORTED" in error.message:
            return False
        raise
    return answer is not None and answer.ok and "text/html" in answer.headers.get("content-type", "")
