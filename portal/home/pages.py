"""A partner's first screen: what to do, where it stands, what comes next; and its progress as pictures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from accounts.permissions import may
from activities.claims.queries import open_claims
from common.dates import years_after
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from portal.home.forms import AsOf
from programs.definition import MAIN_TRACK, Definition
from statuses.benefits import discount_of
from statuses.rank import rank
from statuses.standing.dangers import dangers
from statuses.standing.endings import endings
from statuses.standing.pictures import levels_over_time, points_over_time, sales_against_target
from statuses.standing.queries import TrackStanding, standing
from statuses.standing.what_if import sale_kind, supposed_sale
from web.cards import card_sources, cards
from web.checklists import PARTNER, Shown, step_sources, steps
from web.mixed_rows import Source, Written, gather
from web.todo import action_sources, by_weight, waiting
from web.ways import way_to

FORESIGHT = timedelta(days=731)
YEAR = 366  # days that the timeline of what ends looks ahead
MOST = 8  # things to do that are shown at once


@require_safe
@partner_page("dashboard.view")
def standing_page(request: PartnerRequest) -> HttpResponse:
    """What waits for the partner, its levels on a day, why, what is missing, and what comes next."""
    partner, rules = request.partner, request.definition
    form = AsOf(
        request.GET if {*AsOf.base_fields} & {*request.GET} else None,
        earliest=partner.accepted_on,
        latest=request.today + FORESIGHT,
        today=request.today,
        currency=partner.currency if sale_kind(rules) else "",
    )
    day, sale = form.day, form.sale
    tried = supposed_sale(rules, *sale) if sale else None
    tracks = standing(partner=partner, revisions=request.revisions, as_of=day, what_if=tried)
    shown: dict[str, Any] = {"form": form, "day": day, "tracks": tracks, "sale": sale}
    on_main = next((track for track in tracks if track.is_main), None)
    if on_main:
        shown["discount"] = discount_of(partner=partner, found=on_main.found, timeline=on_main.timeline)
        shown |= {"points": points_over_time(on_main), "sales": sales_against_target(on_main)}
    shown["may_act"] = day >= request.today
    if day >= request.today and may(request.actor, "claims.submit"):
        # Asked only where a requirement can be claimed.
        shown |= {"may_claim": True, "open_claims": SimpleLazyObject(partial(open_claims, request.actor))}
    if day == request.today and not sale:
        main = rules.track(MAIN_TRACK)
        shown["rank"] = rank(
            program_id=request.program.pk, partner_id=partner.pk, track=main.code, account=main.account
        )
        shown |= _today(request, tracks)
    return dashboard_page(request, "portal/home.html", **shown)


def _today(request: PartnerRequest, tracks: Sequence[TrackStanding]) -> dict[str, Any]:
    """What waits for the partner today, its first steps, and the cards of other apps: one statement for all."""
    actor, rules, on = request.actor, request.definition, request.today
    is_new = on < years_after(request.partner.accepted_on, 1)
    sources: dict[str, Source | Written] = {**action_sources(actor, rules=rules, on=on, zone=request.program.time_zone)}
    sources |= card_sources("home", request)
    if is_new:
        sources |= step_sources(PARTNER, actor, rules=rules)
    gathered = gather(sources)
    found = by_weight([*dangers(tracks, on), *waiting(gathered)], on)
    first = _with_days(steps(PARTNER, actor, rules=rules, gathered=gathered), tracks, rules) if is_new else []
    return {
        "waiting": found[:MOST],
        "more": found[MOST:],
        "steps": first,
        "done": [step for step in first if step.done],
        "cards": cards("home", request, gathered),
    }


def _with_days(first: Sequence[Shown], tracks: Sequence[TrackStanding], rules: Definition) -> list[Shown]:
    """The first steps, with the last days of those that the new level asks for."""
    days = {}
    for answer in (answer for track in tracks if track.term for answer in track.term.open):
        way = way_to(answer.doable, rules=rules) if answer.doable else None
        if way:
            days[way.title] = answer.by
    return [replace(step, by=days.get(step.title)) for step in first]


@require_safe
@partner_page("records.view")
def progress(request: PartnerRequest) -> HttpResponse:
    """The partner's levels, points and sales over time, and what ends within a year."""
    on = request.today
    tracks = standing(partner=request.partner, revisions=request.revisions, as_of=on)
    pictures = [
        (track, levels_over_time(track), points_over_time(track), sales_against_target(track)) for track in tracks
    ]
    sources = action_sources(
        request.actor,
        rules=request.definition,
        on=on,
        zone=request.program.time_zone,
        days=YEAR,
        only_ends=True,
        most=25,
    )
    ending = endings(waiting(gather(sources)), tracks, on)
    return dashboard_page(request, "portal/progress.html", pictures=pictures, ending=ending)
