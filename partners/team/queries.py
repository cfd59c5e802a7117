"""Queries for team members and invitations."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Lower

from common.actor import Actor
from partners.models import Invitation, Member, Restriction

DECLINED_SHOWN = timedelta(days=30)


def team(actor: Actor, *, text: str = "") -> QuerySet[Member]:
    """The members of the actor's partner, main users first, then by name. ``text`` searches."""
    rows = Member.objects.visible_to(actor).select_related("user")
    if text:
        rows = rows.filter(Q(user__name__icontains=text) | Q(user__email__icontains=text))
    main_first = Case(When(role=Member.Role.MAIN, then=0), default=1)
    return rows.order_by(main_first, Lower("user__name"), "user__email")


def blocked_people(actor: Actor, *, on: date) -> tuple[set[int], bool]:
    """Whose access to the actor's partner is blocked on the day, and whether everybody's is (B24-14.4)."""
    blocks = Restriction.objects.visible_to(actor).in_force(on).filter(effect=Restriction.Effect.ACCESS)
    ids = set(blocks.values_list("user", flat=True))
    return {pk for pk in ids if pk is not None}, None in ids


def open_invitations(actor: Actor, *, now: datetime) -> Sequence[Invitation]:
    """The partner's pending and sent invitations, and recently declined ones, newest first."""
    lately = Q(state=Invitation.State.DECLINED, decided_at__gt=now - DECLINED_SHOWN)
    rows = Invitation.objects.visible_to(actor).select_related("invited_by")
    return list(rows.filter(Q(state__in=(Invitation.State.WAITING, Invitation.State.SENT)) | lately))


def waiting_invitations(actor: Actor) -> QuerySet[Invitation]:
    """New team members who need the vendor's approval (B24-7.2), oldest first."""
    rows = Invitation.objects.visible_to(actor).exclude(partner=None).filter(state=Invitation.State.WAITING)
    return rows.select_related("partner", "invited_by").order_by("invited_at", "pk")
