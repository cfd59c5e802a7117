"""Runs each filled form once: a second click, a second tab or a retry gets the first answer."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeData, mark_safe

from common.clock import now
from programs.middleware import GetResponse
from programs.models import FormAnswer
from programs.requests import ProgramRequest
from programs.sent_forms import answers
from web.requests import signed_in
from web.sent_forms import FIRST_TEXT, FORM_KEY, FORM_TEXT, SHORTEST

_SENT = "sent_form"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class _Sent:
    """A form that is at work: its row, its key, and whether a visitor sent it."""

    row: FormAnswer
    key: str
    by_visitor: bool


class SentFormMiddleware:
    """Looks up a form's one-time key (web/sent_forms.py) before the view, in the view's own transaction.

    Only an answer that did something is kept: a redirect, or one whose view called `keep_answer`. A form with errors
    may be sent again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sent = getattr(request, _SENT, None)
        # With a server error or a rollback, the transaction takes the row with it.
        if sent is not None and not connection.needs_rollback and response.status_code < 500:
            _settle(request, sent, response)
        return response

    def process_view(self, request: ProgramRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Claim the form, or return the first answer. Runs after the check of the CSRF token."""
        if request.method != "POST" or request.content_type not in _FORMS or getattr(view, "csrf_exempt", False):
            return None
        key = request.POST.get(FORM_KEY, "")
        if len(key) < SHORTEST:
            return None
        digest = answers.form_digest(request, key=key, sender=_sender(request))
        row, fresh = answers.claim_form(program_id=request.program.pk, digest=digest, now=now())
        if fresh:
            setattr(request, _SENT, _Sent(row, key, by_visitor=not signed_in(request)))
            return None
        return _repeat(request, answers.kept(row, key, now=now()))


def _sender(request: ProgramRequest) -> str:
    """The person; for a visitor, the cookies that the form was sent with."""
    if signed_in(request):
        return f"user {request.user.pk}"
    cookies = (request.COOKIES.get(name, "") for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME))
    return f"visitor {' '.join(cookies)}"


def _settle(request: Any, sent: _Sent, response: HttpResponse) -> None:
    """Keep an answer that did something; otherwise the form may be sent again."""
    text = getattr(request, FORM_TEXT, None)
    if text is None and not 300 <= response.status_code < 400:
        sent.row.delete()
        return
    session = ""
    if sent.by_visitor:
        if request.session.modified:
            request.session.save()  # together with the row, so that a repeat never finds half of the session
        session = request.session.session_key or ""
    storage: Any = messages.get_messages(request)
    shown = [
        [each.level, str(each.message), each.extra_tags or "", isinstance(each.message, SafeData)]
        for each in storage._queued_messages  # reading the storage itself would take them away
    ]
    answer = answers.Answer(response.headers.get("Location", ""), text or "", shown, session)
    answers.keep(sent.row, sent.key, answer)


def _repeat(request: Any, first: answers.Answer) -> HttpResponse | None:
    """The first answer, or None to let the view give it, which finds its text in `first_answer`."""
    if not first.to:
        setattr(request, FIRST_TEXT, first.text)
        return None
    if first.session and not request.session.exists(first.session):
        return None  # signed out since
    for level, text, tags, safe in first.messages:
        messages.add_message(request, level, mark_safe(text) if safe else text, tags)  # noqa: S308 - as it was
    response = HttpResponseRedirect(first.to)
    if first.session and first.session != request.session.session_key:
        # The answer with this cookie may have been lost. An unread session is neither saved nor its cookie deleted.
        request.session = type(request.session)(first.session)
        same_site: Any = settings.SESSION_COOKIE_SAMESITE
        response.set_cookie(
            settings.SESSION_COOKIE_NAME,
            first.session,
            max_age=settings.SESSION_COOKIE_AGE,
            domain=settings.SESSION_COOKIE_DOMAIN,
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=settings.SESSION_COOKIE_HTTPONLY,
            samesite=same_site,
        )
    return response
