"""Access to the dashboard: finds the partner a person acts for, or explains why there is none."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.permissions import may, require
from partners.middleware import CHOSEN_PARTNER
from partners.models import Member
from partners.requests import PartnerRequest
from partners.team.memberships import elsewhere, partners_of
from programs.pages import View, with_rules
from web.tabs import MOST_COUNTED, tabs

# Session key for what a visitor filled in before signing up.
APPLICATION_KEPT = "application"
NEW = timedelta(days=90)  # in which a partner's menu folds what it needs later


def partner_page(permission: str) -> Callable[[View], View]:
    """Run the view with ``request.partner`` if the person's role has the permission.

    The browser must not cache these pages. Former partners, blocked people and applicants see an explanation; a role
    without the permission gets a 403.
    """

    def guard(view: View) -> View:
        @never_cache
        @login_required
        @with_rules
        @wraps(view)
        def answer(request: PartnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor.kind != "partner":
                if kwargs:
                    raise Http404  # A visitor has no partner, so there is nothing to show
                return _elsewhere(request)
            if request.actor.role == "blocked":
                shown = {"place": "dashboard", **places(request)}
                return render(request, "partners/blocked.html", shown, status=403)
            if not may(request.actor, permission) and request.actor.role == "former":
                return redirect("notices:inbox")
            require(request.actor, permission)
            request.partner = request.own_partner
            return view(request, *args, **kwargs)

        return answer

    return guard


def _elsewhere(request: PartnerRequest) -> HttpResponse:
    """Where to send a signed-in person who has no partner."""
    if request.actor.role == "applicant" or (request.actor.kind == "visitor" and APPLICATION_KEPT in request.session):
        return redirect("partners:application")
    return render(request, "partners/nobody.html", {"place": "dashboard", **places(request)})


def places(request: PartnerRequest) -> dict[str, Any]:
    """Where the person can switch to: ``others``, the partners of this program, and ``elsewhere``, other programs.

    ``others`` is empty if there is only one partner to choose from.
    """
    person = {"program_id": request.program.pk, "user_id": request.user.pk}
    others = partners_of(**person) if len(request.teams) > 1 else []
    return {"others": others, "elsewhere": elsewhere(**person, language=request.LANGUAGE_CODE)}


def dashboard_page(request: PartnerRequest, template: str, **context: Any) -> HttpResponse:
    """Render a dashboard page with the data that all of them share."""
    is_new = request.today < request.partner.accepted_on + NEW
    found = tabs(request.actor, request.path, rules=request.definition, new=is_new)
    shared = {
        "place": "dashboard",
        "partner": request.partner,
        **places(request),
        "today": request.today,
        "tabs": found,
        # All that the menu shows, in each language: a tab's words are always those of its address.
        "menu": tuple((tab.address, tab.current, tab.count, tab.folded) for tab in found),
        "most_counted": MOST_COUNTED,
        "vendor_contact": contact(request),  # pages show a client's as "contact"
    }
    return render(request, template, {**shared, **context})


def contact(request: PartnerRequest) -> dict[str, str]:
    """Whom the partner asks: its manager, else its contracting entity; name and email address."""
    manager = request.partner.manager
    if manager is not None and manager.is_active:
        return {"name": str(manager), "email": manager.email, "manager": "yes"}
    entities = request.definition.entities
    entity = next((each for each in entities if each.code == request.partner.entity), entities[0] if entities else None)
    return {"name": entity.name, "email": entity.email} if entity else {}


@login_required
@require_POST
def switch(request: PartnerRequest) -> HttpResponse:
    """Act for another of the person's partners. Any other partner gives a 404."""
    asked = request.POST.get("partner", "")
    mine = Member.objects.filter(program=request.program, user=request.user).values_list("partner_id", flat=True)
    chosen = next((partner_id for partner_id in mine if str(partner_id) == asked), None)
    if chosen is None:
        raise Http404
    request.session[CHOSEN_PARTNER] = chosen
    return redirect("portal:dashboard")
