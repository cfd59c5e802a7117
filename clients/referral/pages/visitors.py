"""Where a partner's link leads: who recommends the product, the question about the cookie, and on to the sign-up.

Only a form that a person sends counts the visit, sets the cookie or deletes it; opening the link changes nothing.
"""

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.limits import refusal, within
from clients.models import ReferralLink
from clients.referral.operations.visiting import UnableToVisit, forget_visitor, record_visit
from clients.referral.queries import link_of_code
from clients.referral.visitors import is_visitor, new_visitor
from common.clock import now
from programs.definition.clients import Referral
from programs.pages import with_rules
from programs.requests import ProgramRequest

COOKIE = "referral"
PATH = "/r/"  # no other page gets the cookie
DAY = 86_400  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_rules
def visit(request: ProgramRequest, link_code: str) -> HttpResponse:
    """Ask whether to remember the visit. POST counts it, and with ``remember`` sets the cookie (B24-5.1)."""
    referral, link = _found(request, link_code)
    problem, visitor = "", _visitor(request)
    if request.method == "POST":
        if not within(request, "referral"):
            return refusal(request)
        remembered = (visitor or new_visitor()) if "remember" in request.POST else None
        try:
            given: dict[str, Any] = {"rulebook": request.rulebook, "today": request.today, "now": now()}
            record_visit(actor=request.actor, link=link, visitor=remembered, **given)
        except UnableToVisit as refused:
            problem = str(refused)
        else:
            answer = redirect("clients:go_on", link_code)
            if remembered:
                _remember(answer, remembered, referral)
            return answer
    shown = {"link": link, "days": referral.window_days, "remembered": bool(visitor), "problem": problem}
    return render(request, "clients/referral/visit.html", shown)


@require_safe
@never_cache
@with_rules
def go_on(request: ProgramRequest, link_code: str) -> HttpResponse:
    """Lead on to the product's sign-up; the address carries the visitor's code, if there is one.

    A form must not lead to another website, so the visit's form leads here.
    """
    referral, link = _found(request, link_code)
    page = referral.sign_up_page or request.build_absolute_uri("/")
    visitor = _visitor(request)
    address = _with_code(page, referral.parameter, visitor) if visitor and referral.sign_up_page else page
    return render(request, "clients/referral/go_on.html", {"link": link, "address": address})


@require_POST
@never_cache
@with_rules
def forget(request: ProgramRequest, link_code: str) -> HttpResponse:
    """Forget the visitor: erase the visits and delete the cookie."""
    _found(request, link_code)
    if not within(request, "referral"):
        return refusal(request)
    if visitor := _visitor(request):
        forget_visitor(actor=request.actor, rulebook=request.rulebook, visitor=visitor)
    answer = redirect("clients:visit", link_code)
    answer.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return answer


def _found(request: ProgramRequest, link_code: str) -> tuple[Referral, ReferralLink]:
    clients = request.definition.clients
    known = link_of_code(request.program.pk, link_code) if link_code.isalnum() and link_code.isascii() else None
    if clients is None or clients.referral is None or known is None:
        raise Http404
    return clients.referral, known


def _visitor(request: ProgramRequest) -> str:
    found = request.COOKIES.get(COOKIE, "")
    return found if is_visitor(found) else ""


def _remember(answer: HttpResponse, visitor: str, referral: Referral) -> None:
    answer.set_cookie(
        COOKIE,
        visitor,
        max_age=referral.window_days * DAY,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _with_code(page: str, parameter: str, visitor: str) -> str:
    parts = urlsplit(page)
    query = "&".join(filter(None, (parts.query, urlencode({parameter: visitor}))))
    return urlunsplit(parts._replace(query=query))
