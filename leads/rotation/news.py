"""The monthly statement to partners in the lead program, with the ends of the chains (R27)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.countries import country_name
from leads.board.models import Reservation
from leads.rotation.models import Location, Offer, Participant, Territory
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from programs.rulebook import Rulebook

NOTICE = "lead"


def send_statements(rulebook: Rulebook, *, today: date, now: datetime) -> int:
    """Send every partner in the lead program its statement of the month before, once; the transaction is bound.

    It names the end of each chain that the partner takes part in. Whoever keeps it can show later that nothing was
    rewritten before that day.
    """
    program_id, first = rulebook.program.pk, today.replace(day=1)
    last = first - timedelta(days=1)
    rows = Participant.objects.filter(program_id=program_id, partner__ended_on=None).exclude(accepted_at=None)
    people = list(rows.select_related("partner").order_by("pk"))
    languages = languages_of(rulebook.program, {row.partner_id for row in people})
    heads: dict[str, list[Territory]] = {}
    for head in Territory.objects.filter(program_id=program_id).exclude(number=0).order_by("mode", "country"):
        heads.setdefault(head.country, []).append(head)
    places: dict[int, set[str]] = {row.partner_id: {row.partner.country} for row in people}
    for partner_id, country in (
        Location.objects.in_force().filter(program_id=program_id).values_list("partner_id", "country")
    ):
        places.setdefault(partner_id, set()).add(country)
    month = {"year": last.year, "month": last.month}
    drafts = []
    for row in people:
        own = {"partner_id": row.partner_id, "program_id": program_id}
        offers = Offer.objects.filter(**own, offered_at__year=month["year"], offered_at__month=month["month"])
        ended = Reservation.objects.filter(**own, ended_at__year=month["year"], ended_at__month=month["month"])
        counts = {
            "offers": offers.count(),
            "accepted": offers.filter(state=Offer.State.ACCEPTED).count(),
            "won": ended.filter(state=Reservation.State.WON).count(),
            "lost": ended.filter(state=Reservation.State.LOST).count(),
        }
        own_heads = [head for country in sorted(places[row.partner_id]) for head in heads.get(country, ())]
        write = partial(_statement, row, last, counts, own_heads, today)
        drafts.append(in_every_language(languages[row.partner_id], write))
    return send_notices(program_id=program_id, drafts=drafts, now=now)


def _statement(
    row: Participant, last: date, counts: Mapping[str, int], heads: Sequence[Territory], today: date
) -> Draft:
    words = {
        **counts,
        "month": date_format(last, "YEAR_MONTH_FORMAT"),
        "alias": row.alias,
        "heads": "\n".join(
            f"- {country_name(head.country)} ({head.mode}): {head.number}, {head.head}" for head in heads
        ),
    }
    text = _(
        "In %(month)s you were offered %(offers)s requests and accepted %(accepted)s. You won %(won)s and lost "
        "%(lost)s."
    )
    if heads:
        text += "\n\n" + _(
            "These are the latest entries in the rotation of your territories. You appear in it as "
            "%(alias)s. Keep this email: with its digests, the published script shows whether anything was "
            "changed later.\n\n"
            "%(heads)s"
        )
    return Draft(
        partner_id=row.partner_id,
        kind=NOTICE,
        key=f"lead-statement/{row.partner_id}/{last:%Y-%m}",
        on=today,
        subject=_("Your requests in %(month)s") % words,
        body=text % words,
        link=reverse("leads:rotation") if heads else reverse("leads:work"),
    )
