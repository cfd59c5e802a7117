"""The public directory of a program's partners, and one partner's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from common.clock import today
from portal.forms import DirectoryFilters
from portal.levels import LevelNames, level_names
from portal.paging import page_number, page_of
from portal.queries import directory as queries
from programs.queries import definition


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Cards of listed partners; typing or choosing reloads the results alone, without JavaScript the form does."""
    names = _levels(request)
    form = DirectoryFilters(request.GET, options=queries.options(request.program.pk), levels=names.listed)
    cards = queries.cards(program_id=request.program.pk, **form.wanted)
    page = page_of(cards, page_number(request.GET))
    template = "portal/directory/results.html" if request.htmx else "portal/directory/index.html"
    response = render(request, template, {"form": form, "page": page, "levels": names, "filtered": bool(form.wanted)})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """A listed partner's public page; partners that are not listed are not found."""
    card = queries.card(program_id=request.program.pk, code=code)
    if card is None:
        raise Http404
    return render(request, "portal/directory/partner.html", {"card": card, "levels": _levels(request)})


def _levels(request: HttpRequest) -> LevelNames:
    return level_names(definition(request.program, today(request.program.time_zone)))
