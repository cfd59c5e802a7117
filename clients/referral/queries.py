"""Reads of referral links, sign-ups and their statistics."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from clients.models import ReferralCount, ReferralLink, ReferralSignUp
from clients.referral.rules import months_until
from common.actor import Actor
from common.tenancy import bind


@dataclass
class Figures:
    """Visits by a link, sign-ups, and first payments of clients that signed up."""

    visits: int = 0
    sign_ups: int = 0
    paid: int = 0

    @property
    def values(self) -> tuple[int, int, int]:
        return self.visits, self.sign_ups, self.paid


@dataclass
class Statistics:
    """Figures of the last months, by the month's first day and by campaign; a sign-up without a link is under ""."""

    months: dict[date, Figures]
    campaigns: dict[str, Figures] = field(default_factory=dict)
    total: Figures = field(default_factory=Figures)


def links_of(actor: Actor) -> QuerySet[ReferralLink]:
    """The links that the actor may see, the main one first."""
    return ReferralLink.objects.visible_to(actor).order_by("campaign", "pk")


def sign_ups_of(actor: Actor) -> QuerySet[ReferralSignUp]:
    """Sign-ups that the actor may see, the latest first."""
    return ReferralSignUp.objects.visible_to(actor).select_related("link", "client").order_by("-on", "-pk")


def link_of_code(program_id: int, code: str) -> ReferralLink | None:
    """The link with this code, for anybody who follows it; None if there is none."""
    with bind(program_id):
        rows = ReferralLink.objects.filter(program_id=program_id, code=code)
        return rows.select_related("partner").first()


def statistics(
    actor: Actor, *, today: date, months: int, links: Iterable[ReferralLink], only: int | None
) -> Statistics:
    """Figures of the last months, of one link (``only``, by its id) or of all; three queries."""
    shown = months_until(today, months)
    found = Statistics({month: Figures() for month in shown})
    names = {link.pk: link.campaign for link in links}
    for name, rows in _counted(actor, shown, only).items():
        for link_id, month, number in rows:
            campaign = found.campaigns.setdefault(names.get(link_id, ""), Figures())
            for figures in (found.months[month], campaign, found.total):
                setattr(figures, name, getattr(figures, name) + number)
    return found


def _counted(actor: Actor, months: Sequence[date], only: int | None) -> dict[str, list[tuple[int, date, int]]]:
    chosen = {} if only is None else {"link": only}
    visits = ReferralCount.objects.visible_to(actor).filter(month__gte=months[0], month__lte=months[-1], **chosen)
    signed = ReferralSignUp.objects.visible_to(actor).filter(state=ReferralSignUp.State.LINKED, **chosen)
    return {
        "visits": list(visits.values_list("link", "month").annotate(n=Sum("visits")).order_by()),
        "sign_ups": _by_month(signed, "on", months),
        "paid": _by_month(signed, "paid_on", months),
    }


def _by_month(rows: QuerySet[ReferralSignUp], column: str, months: Sequence[date]) -> list[tuple[int, date, int]]:
    found = rows.filter(**{f"{column}__gte": months[0]}).annotate(month=TruncMonth(column))
    counted = found.values_list("link", "month").annotate(n=Count("pk")).order_by()
    return [row for row in counted if row[1] in set(months)]
