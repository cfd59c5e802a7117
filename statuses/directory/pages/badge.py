"""The badge of a listed partner for its own website: it shows the present level, and stops when the listing ends."""

from hashlib import sha256

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.models import Card
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.levels import level_names
from programs.pages import with_rules
from programs.requests import ProgramRequest
from statuses.directory import queries

BADGE_SECONDS = 300  # a lost level is shown at most this long
HEIGHT = 56
_NAME_LENGTH = 40
_MARGIN, _LETTER, _BOLD_LETTER = 68, 6.7, 8.6  # pixels: the mark with its gaps, and an average letter of each line


@require_safe
@with_rules
def badge(request: ProgramRequest, code: str) -> HttpResponse:
    """The badge as SVG. For a partner that isn't listed, a 404 whose picture says so."""
    card = queries.card(program_id=request.program.pk, code=code)
    title = level_names(request.definition).name(card.level) if card else _("Not a listed partner")
    answer = render(
        request,
        "statuses/badge/badge.svg",
        {**_size(title, request.program.name), "title": title, "listed": card is not None},
        content_type="image/svg+xml",
        status=200 if card else 404,
    )
    answer.headers["Cache-Control"] = f"public, max-age={BADGE_SECONDS}"
    if card is None:
        return answer
    etag = f'"{sha256(answer.content).hexdigest()}"'
    answer.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _size(title: str, program: str) -> dict[str, object]:
    """Return the badge's width and the program's name, shortened if it is long."""
    name = Truncator(program).chars(_NAME_LENGTH)
    width = round(_MARGIN + max(len(title) * _BOLD_LETTER, len(name) * _LETTER))
    return {"width": width, "height": HEIGHT, "program_name": name}


@require_safe
@partner_page("profile.view")
def own_badge(request: PartnerRequest) -> HttpResponse:
    """The partner's badge and the lines to paste into its website."""
    card = Card.objects.filter(program=request.program, partner=request.partner).first()
    shown: dict[str, object] = {"card": card}
    if card:
        title = level_names(request.definition).name(card.level)
        shown |= {
            **_size(title, request.program.name),
            "picture": request.build_absolute_uri(reverse("statuses:badge", args=[card.code])),
            "page": request.build_absolute_uri(reverse("statuses:partner", args=[card.code])),
        }
    return dashboard_page(request, "statuses/badge/own.html", **shown)
