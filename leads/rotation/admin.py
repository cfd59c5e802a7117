"""The manager's page of partners in the lead program: rules accepted, absence, rating, and what they hold."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.numbers import percent
from leads.board.models import Reservation
from leads.board.rules import explained, most_open
from leads.rotation.eligible import rules_to_accept
from leads.rotation.models import Participant
from partners.admin_rows import PartnerRowsAdmin
from programs.request_rules import rules_today
from web.admin.bound import program_today
from web.requests import Request


@admin.register(Participant)
class ParticipantAdmin(PartnerRowsAdmin):
    """Partners that take part in the lead program; a partner changes its own row on its pages."""

    list_display = ("partner", "rules_words", "away_words", "rating", "held_words", "won", "lost")
    list_filter = ("rules_version", ("away_until", admin.EmptyFieldListFilter))
    ordering = ("partner__name", "id")
    fields = (
        "partner",
        "rules_words",
        "accepted_at",
        "accepted_by",
        "away_words",
        "rating",
        "held_words",
        "won",
        "lost",
        "rotation_name",
    )
    readonly_fields = fields

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        """Add what today's rules make of each row, and how many requests it holds: one query."""
        rules, today = rules_today(request), program_today(request)
        held = Reservation.objects.visible_to(request.actor).open().filter(partner__in=[row.partner_id for row in rows])
        open_now = Counter(held.order_by().values_list("partner_id", flat=True))
        for row in rows:
            row.rules, row.today, row.open_now = rules, today, open_now[row.partner_id]

    @display(description=_("rules accepted"), ordering="rules_version")
    def rules_words(self, row: Any) -> str:
        present = rules_to_accept(row.rules) if row.rules else None
        if present is None or row.rules_version == present.version:
            return row.rules_version or "–"
        if not row.rules_version:
            return gettext("No")
        return gettext("%(version)s, not the current ones") % {"version": row.rules_version}

    @display(description=_("name in the rotation's published list"))
    def rotation_name(self, row: Participant) -> str:
        return row.alias

    @display(description=_("away until"), ordering="away_until")
    def away_words(self, row: Any) -> Any:
        return row.away_until if row.is_away(row.today) else "–"

    @display(description=_("rating"))
    def rating(self, row: Any) -> str:
        leads = row.rules.leads if row.rules else None
        found = explained(leads, won=row.won, lost=row.lost) if leads else None
        return percent(round(found.percent)) if found else "–"

    @display(description=_("open reservations"))
    def held_words(self, row: Any) -> str:
        leads = row.rules.leads if row.rules else None
        most = most_open(leads, won=row.won, lost=row.lost) if leads else None
        return str(row.open_now) if most is None else f"{row.open_now}/{most}"
