"""Browsers in which a person signed in before: wrong passwords sent from elsewhere don't lock them out.

A browser is known by a signed cookie with a random number of its own and digests of the addresses that signed in
there. Its tries are counted under that number, so a thief of the cookie has no more tries than anybody else.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from common.mailboxes import address_key

COOKIE = "known"
SECONDS = 365 * 86_400
MOST = 5  # people in one browser
_SALT = "portal.signin.known"


def count_key(request: HttpRequest, email: str) -> str:
    """Return the key under which failures of the address are counted for this browser, its own if it is known."""
    number, people = _read(request)
    mark = _mark(email)
    if number and mark in people:
        return f"{email} {number}"
    session: Any = request.session
    if mark in (session.get(COOKIE), _mark(getattr(request.user, "email", ""))):
        # Just came by a mailed link, or is signed in: this session is the browser's number.
        return f"{email} {session.session_key}"
    return email


def remember(request: HttpRequest, answer: HttpResponse, email: str) -> None:
    """Make the browser known to the address that has just signed in."""
    number, people = _read(request)
    mark = _mark(email)
    kept = [mark, *(each for each in people if each != mark)][:MOST]
    answer.set_cookie(
        COOKIE,
        signing.dumps([number or secrets.token_urlsafe(12), kept], salt=_SALT),
        max_age=SECONDS,
        path="/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remember_link(request: HttpRequest, email: str) -> None:
    """Make the session known to an address whose mailed link it has just used, until it signs in."""
    request.session[COOKIE] = _mark(email)


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the browser's number and its people; nothing for a missing, old or changed cookie."""
    try:
        number, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return "", []
    return number, people


def _mark(email: str) -> str:
    return salted_hmac(_SALT, address_key(email)).hexdigest()[:24] if email else ""
