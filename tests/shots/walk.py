"""Which pages are pictured: those that links lead to from a person's first page, one page for each route."""

from collections import deque
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

# They answer with a file, with what a script asks for, or end the session.
_NOT_PAGES = ("/static/", "/media/", "/api/", "/account/logout/", "/robots.txt", "/sitemap")


class Walk:
    """The pages still to visit; links found on a page are added while the walk goes on."""

    def __init__(self, root: str, starts: Iterable[str]) -> None:
        self._root = urlsplit(root)
        self._routes: set[str] = set()
        self._waiting: deque[tuple[str, str]] = deque()
        self.add(root + path for path in starts)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield each page's name and path, in the order in which links were found."""
        while self._waiting:
            yield self._waiting.popleft()

    def add(self, links: Iterable[str]) -> None:
        """Note the links of a page; those to other hosts, to files and to routes already noted are dropped."""
        for link in links:
            parts = urlsplit(link)
            if parts.netloc != self._root.netloc or parts.path.startswith(_NOT_PAGES):
                continue
            name = route_name(parts.path)
            if name and name not in self._routes:
                self._routes.add(name)
                self._waiting.append((name, parts.path))


def route_name(path: str) -> str:
    """Return a file name for the route of a path, the same for every object it shows; empty if there is no route."""
    try:
        route = resolve(path).route
    except Resolver404:
        return ""
    words = (part for part in route.replace("<", "/").replace(">", "/").split("/") if part)
    return "-".join(word.split(":")[-1].strip("^$\\.") for word in words) or "home"
