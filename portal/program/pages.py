"""The program's public page, and a partner's benefits beside those of the other levels."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.measures.rules import penalty_for
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from portal.program.earning import earning
from portal.program.joining import steps
from portal.program.levels import level_tables
from programs.kept_pages import kept_page
from programs.pages import with_rules
from programs.requests import ProgramRequest
from statuses.models import Standing


@kept_page
@require_safe
@with_rules
def program(request: ProgramRequest) -> HttpResponse:
    """What the program is, what each level asks and gives, and how to become a partner."""
    shown = {
        "place": "program",
        "introduction": request.definition.introduction,
        "tables": partial(level_tables, request.definition),
        "rules_key": request.site.generation or object(),  # without marks of changes, nothing is kept
        "blacklist": penalty_for(request.definition, "blacklist"),
        "steps": steps(request.definition),
        "earning": earning(request.definition),
        "contact": _contact(request),
    }
    return render(request, "portal/program/index.html", shown)


def _contact(request: ProgramRequest) -> str:
    """The email address of the company that this site's partners contract with; "" if there is none."""
    entity = next((one for one in request.definition.entities if one.code == request.site.entity), None)
    return entity.email if entity else ""


@require_safe
@partner_page("dashboard.view")
def benefits(request: PartnerRequest) -> HttpResponse:
    """What the partner's levels give, beside those of the other levels."""
    held = dict(Standing.objects.visible_to(request.actor).values_list("track", "level"))
    return dashboard_page(
        request, "portal/program/benefits.html", tables=level_tables(request.definition, held), held=held
    )
