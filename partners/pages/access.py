"""Whose dashboard it is: the partner a signed-in person acts for, or a page that says why there is none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.permissions import may, require
from partners.middleware import CHOSEN_PARTNER
from partners.models import Member, Partner
from partners.team.memberships import elsewhere, partners_of
from programs.pages import View, with_rules
from web.tabs import MOST_COUNTED, tabs

# Where the session keeps what somebody filled in before there was an account.
APPLICATION_KEPT = "application"


def partner_page(permission: str) -> Callable[[View], View]:
    """The view gets ``request.partner``, the one the person acts for, if the person's role has the permission.

    Nothing of it stays in the browser's cache. Somebody whose partnership has ended, who is blocked or who has only
    applied is told so; a role without the permission is answered 403.
    """

    def guard(view: View) -> View:
        @never_cache
        @login_required
        @with_rules
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor.kind != "partner":
                if kwargs:
                    raise Http404  # there is nothing of theirs that an address could name
                return _elsewhere(request)
            if request.actor.role == "blocked":
                shown = {"place": "dashboard", **places(request)}
                return render(request, "partners/blocked.html", shown, status=403)
            if not may(request.actor, permission) and request.actor.role == "former":
                return redirect("notices:inbox")
            require(request.actor, permission)
            request.partner = Partner.objects.visible_to(request.actor).get()
            return view(request, *args, **kwargs)

        return answer

    return guard


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """Where somebody signed in without a partner belongs."""
    if request.actor.role == "applicant" or (request.actor.kind == "visitor" and APPLICATION_KEPT in request.session):
        return redirect("partners:application")
    return render(request, "partners/nobody.html", {"place": "dashboard", **places(request)})


def places(request: HttpRequest) -> dict[str, Any]:
    """Where else the person may go: ``others``, the partners of this program when there are several to choose from, and
    ``elsewhere``, the other programs.
    """
    person = {"program_id": request.program.pk, "user_id": request.user.pk}
    return {"others": partners_of(**person), "elsewhere": elsewhere(**person, language=request.site.language)}


def dashboard_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render one of the dashboard's pages with what all of them show."""
    shared = {
        "place": "dashboard",
        "partner": request.partner,
        **places(request),
        "today": request.today,
        "tabs": tabs(request.actor, request.path, rules=request.definition),
        "most_counted": MOST_COUNTED,
    }
    return render(request, template, {**shared, **context})


@login_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another partner one is a member of; any other is not found."""
    asked = request.POST.get("partner", "")
    mine = Member.objects.filter(program=request.program, user=request.user).values_list("partner_id", flat=True)
    chosen = next((partner_id for partner_id in mine if str(partner_id) == asked), None)
    if chosen is None:
        raise Http404
    request.session[CHOSEN_PARTNER] = chosen
    return redirect("portal:dashboard")
