"""The public partner directory, and one partner's page."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from programs.kept_pages import kept_page
from programs.levels import level_names
from programs.pages import with_rules
from programs.requests import ProgramRequest
from programs.service_names import services_in_words
from statuses.directory import queries
from statuses.directory.pages.filters import DirectoryFilters
from statuses.directory.public_facts import public_facts
from statuses.directory.searching import search
from statuses.directory.suggesting import suggestion
from web.cards import cards
from web.paging import PAGE_SIZE, page_from, page_number

LOGO_SECONDS = 86_400


@kept_page
@require_safe
@with_rules
def directory(request: ProgramRequest) -> HttpResponse:
    """Cards of listed partners. Typing or choosing reloads only the results; without JavaScript, submit the form."""
    names = level_names(request.definition)
    options = queries.options_of(request.site)
    form = DirectoryFilters(request.GET, options=options, levels=names.listed, rules=request.definition)
    number = page_number(request.GET)
    wanted = form.wanted
    within: dict[str, Any] = {"program_id": request.program.pk, "rules": request.definition}
    found = search(**within, **wanted, start=(number - 1) * PAGE_SIZE, size=PAGE_SIZE + 1)
    page = page_from(found.cards, number, total=0 if found.capped else found.total)
    template = "statuses/directory/again.html" if request.htmx else "statuses/directory/index.html"
    shown = {"place": "directory", "form": form, "page": page, "found": found, "most": queries.MOST, "levels": names}
    if wanted["text"] and not found.total:
        asked: dict[str, Any] = {"text": wanted["text"], "filters": wanted["filters"]}
        shown["suggested"] = suggestion(**within, **asked, countries=options.countries)
    response = render(request, template, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response


@kept_page
@require_safe
@with_rules
def partner(request: ProgramRequest, code: str) -> HttpResponse:
    """A listed partner's public page; 404 for partners that aren't listed."""
    card = queries.card(program_id=request.program.pk, code=code)
    if card is None:
        raise Http404
    names = level_names(request.definition)
    known = public_facts(request.site, partner_id=card.partner_id, track=names.track, on=request.today)
    more = cards("directory_partner", request, card)
    services = services_in_words(request.definition, card.services)
    shown = {
        "place": "directory",
        "card": card,
        "levels": names,
        "known": known,
        "more": more,
        "key": (queries.facts_of(card), names.shown(card.level), tuple(services), known, tuple(more)),
    }
    return render(request, "statuses/directory/partner.html", shown)


@require_safe
def logo(request: ProgramRequest, code: str) -> HttpResponse:
    """The small picture on a listed partner's card. URLs contain its digest, so a new picture has a new URL."""
    picture = queries.logo(program_id=request.program.pk, code=code)
    if picture is None:
        raise Http404
    answer = HttpResponse(bytes(picture.image), content_type="image/png")
    answer.headers["ETag"] = f'"{picture.digest}"'
    answer.headers["Cache-Control"] = f"public, max-age={LOGO_SECONDS}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=answer.headers["ETag"], response=answer) or answer
