"""Answers a browser from Django's test client, in the test's own thread and transaction, without a server.

A scene that was made once serves every page, and what a page's forms write is rolled back with its savepoint.
"""

import re
from contextvars import copy_context
from html import escape
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Route

from accounts.models import User

_PASSED_ON = ("content-type", "content-security-policy", "cache-control", "content-language")
_ASKED_WITH = ("hx-", "x-", "accept")
_REFUSED = re.compile(r"status of 4\d\d")

Session = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


class InProcess:
    """A browser window whose requests to ``host`` are answered for ``user``; all others are refused.

    ``errors`` collects what its console says, what its scripts raise, and answers that broke, until `told` takes them.
    Chromium follows no redirect that doesn't come from a server. So the page it leads to is shown at the form's
    address, or with ``moves`` at its own, after an empty page; then files are downloaded, too. ``session`` is what the
    user's session holds already.
    """

    def __init__(
        self,
        window: BrowserContext,
        host: str,
        user: User | None,
        *,
        moves: bool = False,
        session: Session | None = None,
    ) -> None:
        self.root = f"http://{host}"
        self.errors: list[str] = []
        self._client = Client(headers={"host": host}, raise_request_exception=False)
        if user is not None:
            self._client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        if session:
            begun = self._client.session
            begun.update(session)
            begun.save()
        self._window, self._moves = window, moves
        # Playwright calls back in a context of its own, where Django would open another connection.
        self._context = copy_context()
        window.route("**/*", self._answer)
        self.page = self.begin_anew()

    def begin_anew(self) -> Page:
        """Open a page, and close the present one."""
        for page in self._window.pages:
            page.close()
        self.page = self._window.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        self.page.on("console", self._hear)
        return self.page

    def told(self) -> list[str]:
        """Return the errors since the last call."""
        found, self.errors = self.errors, []
        return found

    def ask(self, path: str) -> Any:
        """Return Django's answer to a path, without the browser."""
        cache.clear()
        return self._client.get(path)

    def forget_language(self) -> None:
        """Show pages in the site's language again."""
        self._client.cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)

    def _hear(self, said: ConsoleMessage) -> None:
        """Note an error; that a form was refused is in the console too, and is right."""
        refused = said.location["url"] == self.page.url and _REFUSED.search(said.text)
        if said.type == "error" and not refused:
            self.errors.append(f"{said.text} ({said.location['url']})")

    def _answer(self, route: Route, request: Request) -> None:
        if not request.url.startswith(self.root + "/"):
            route.abort()
            return
        path = request.url.removeprefix(self.root)
        answered = self._static if path.startswith("/static/") else self._ask
        status, headers, body = self._context.copy().run(answered, request, path)
        if status >= 500:
            self.errors.append(f"{request.method} {path}: {status}")
        route.fulfill(status=status, headers=headers, body=body)

    def _ask(self, request: Request, path: str) -> Answer:
        cache.clear()  # of rate limits, and of answers whose rows were rolled back
        answer = self._client.generic(
            request.method,
            path,
            data=request.post_data_buffer or b"",
            content_type=request.headers.get("content-type", "application/octet-stream"),
            headers={name: value for name, value in request.headers.items() if name.startswith(_ASKED_WITH)},
        )
        while answer.status_code in {301, 302, 303}:
            address = answer.headers["Location"]
            if self._moves and request.is_navigation_request():
                page = f'<title>…</title><meta http-equiv="refresh" content="0; url={escape(address)}">'
                return 200, {"content-type": "text/html; charset=utf-8"}, page.encode()
            answer = self._client.get(address)
        names = (*_PASSED_ON, "content-disposition") if self._moves else _PASSED_ON
        passed = {name: answer.headers[name] for name in names if name in answer.headers}
        return answer.status_code, passed, _body(answer)

    def _static(self, _request: Request, path: str) -> Answer:
        if path not in _kept:
            answer = self._client.get(path)
            kind = {"content-type": answer.headers.get("Content-Type", ""), "cache-control": "max-age=3600"}
            _kept[path] = answer.status_code, kind, _body(answer)
        return _kept[path]


_kept: dict[str, Answer] = {}


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
