"""What a termination ends, in words and numbers, before somebody decides it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Claim
from common.actor import Actor
from common.languages import listed
from common.numbers import number
from leads.models import Offer, Reservation
from nfr.models import NfrGrant
from partners.models import ApiToken, Member, Partner
from points.models import Account
from portal.partnership import OPEN_CLAIMS
from programs.code_names import Names
from programs.request_rules import names_today
from statuses.models import Standing
from store.models import Order
from web.admin.decisions import Asked


def what_ends(asked: Asked) -> str:
    """The levels, people and open work of the partner that a termination ends."""
    said = [
        _("This ends the partnership with all levels and benefits, and removes the listing from the directory."),
        *ending(asked.request.actor, asked.row, names_today(asked.request)),
        _("Its people can still read its records. It can't be undone; only an exception makes it a partner again."),
    ]
    return " ".join(said)


def ending(actor: Actor, partner: Partner, names: Names) -> list[str]:
    """What a partner has that ends with its partnership: levels, access and open work, as sentences."""
    held = Standing.objects.visible_to(actor).filter(partner=partner).exclude(level="")
    levels = [f"{names.track(row.track)}: {names.level(row.track, row.level)}" for row in held.order_by("track")]
    lost = [_("Levels lost: %(levels)s.") % {"levels": listed(levels)}] if levels else []
    return [*lost, *_counted(actor, partner)]


def _counted(actor: Actor, partner: Partner) -> Iterator[str]:
    """What is open, as far as there is any; one statement for what is counted."""
    open_rows: dict[str, QuerySet[Any, Any]] = {
        "people": Member.objects.visible_to(actor),
        "claims": Claim.objects.visible_to(actor).filter(state__in=OPEN_CLAIMS),
        "offers": Offer.objects.visible_to(actor).filter(state=Offer.State.WAITING),
        "held": Reservation.objects.visible_to(actor).filter(state=Reservation.State.OPEN),
        "grants": NfrGrant.objects.visible_to(actor).filter(state="active"),
        "orders": Order.objects.visible_to(actor).filter(state__in=Order.OPEN),
        "tokens": ApiToken.objects.visible_to(actor).filter(revoked_at=None),
    }
    counted = [_number(rows) for rows in open_rows.values()]
    numbers = Partner.objects.visible_to(actor).filter(pk=partner.pk).values_list(*counted).get()
    n = dict(zip(open_rows, numbers, strict=True))
    leads = n["offers"] + n["held"]
    if n["people"]:
        yield ngettext("%(n)s person loses access.", "%(n)s people lose access.", n["people"]) % {"n": n["people"]}
    if n["claims"]:
        said = ngettext("%(n)s open claim is withdrawn.", "%(n)s open claims are withdrawn.", n["claims"])
        yield said % {"n": n["claims"]}
    if leads:
        yield ngettext("%(n)s lead goes to others.", "%(n)s leads go to others.", leads) % {"n": leads}
    if n["grants"]:
        yield ngettext("%(n)s NFR license ends.", "%(n)s NFR licenses end.", n["grants"]) % {"n": n["grants"]}
    if n["orders"]:
        yield ngettext("%(n)s order is unpaid.", "%(n)s orders are unpaid.", n["orders"]) % {"n": n["orders"]}
    if n["tokens"]:
        said = ngettext("%(n)s API token is revoked.", "%(n)s API tokens are revoked.", n["tokens"])
        yield said % {"n": n["tokens"]}
    for row in Account.objects.visible_to(actor).filter(Q(points__gt=0), partner=partner).order_by("code"):
        yield _("%(points)s points lose their use.") % {"points": number(row.points)}


def _number(rows: QuerySet[Any, Any]) -> Coalesce:
    """How many of these rows a partner has."""
    counted = rows.filter(partner=OuterRef("pk")).order_by().values("partner").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)
