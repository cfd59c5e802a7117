"""One-time form keys: every form with a CSRF token carries one, so that the same form sent twice does one thing.

The template tag `csrf_token` (web/templatetags/form_keys.py) adds the key to each form. The middleware of
programs/sent_forms/ stores the answer to the first sending and gives it to the next ones. A view needs none of this
unless its answer isn't a redirect: then it says what to keep with `keep_answer`, and asks `first_answer` before it does
the work.
"""

from secrets import token_urlsafe

from django.http import HttpRequest

FORM_KEY = "form_key"
SHORTEST = 20  # characters of a key that is worth anything
# What the view and the middleware leave on the request for each other.
FORM_TEXT = "form_text"
FIRST_TEXT = "first_form_text"


def new_key() -> str:
    """Return a key that nobody can guess: 128 bits."""
    return token_urlsafe(16)


def keep_answer(request: HttpRequest, text: str) -> None:
    """Say that the form did its work although the answer isn't a redirect; a repeat gets ``text`` (`first_answer`)."""
    setattr(request, FORM_TEXT, text)


def first_answer(request: HttpRequest) -> str | None:
    """What the view kept when this form was sent before; None for a form that is new.

    It is empty if the text was kept for too long to show it again.
    """
    return getattr(request, FIRST_TEXT, None)
