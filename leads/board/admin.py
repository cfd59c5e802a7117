"""The manager's page of reservations: who works on which request, what is untouched, and clients' ratings."""

from collections.abc import Container
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from leads import admin_forms as forms
from leads.board.models import Reservation
from leads.requests.operations.reassigning import look_into_rating, reassign_request, take_request_away
from leads.requests.rules import MOST_STARS
from partners.admin_rows import PartnerRowsAdmin
from web.admin.badges import badge
from web.admin.decisions import Decision
from web.requests import Request

PERMISSION = "leads.decide"
State = Reservation.State
TONES = {State.OPEN: "info", State.WON: "success", State.LOST: "warning", State.EXPIRED: "warning"}


@admin.register(Reservation)
class ReservationAdmin(PartnerRowsAdmin):
    """Requests that partners hold or held, the latest first."""

    list_display = ("lead_link", "partner", "state_words", "person", "touched_at", "rating")
    list_display_links = ("partner",)  # the first column is a link of its own
    list_filter = (
        "state",
        ("escalated_at", admin.EmptyFieldListFilter),
        ("rating_seen_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("partner", "assignee")
    ordering = ("-id",)
    fields = (
        "lead_link",
        "partner",
        "state",
        "stage",
        "assignee",
        "next_step",
        "next_on",
        "reserved_at",
        "touched_at",
        "escalated_at",
        "ended_at",
        "reason",
        "proof_licence",
        "rating",
        "stars_text",
        "rated_at",
        "rating_seen_at",
    )
    readonly_fields = fields
    actions_detail = ("reassign", "take_away", "look_into")

    reassign = Decision(
        label=_("Reassign"),
        icon="person_add",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        form=forms.Assign,
        operation=reassign_request,
        bulk=forms.Assign,
        title=_("Reassign request %(number)s"),
        intro=_("%(partner)s loses the request and keeps its own notes. The other partner is asked; no turn is used."),
        told=_("Offered to another partner."),
    )
    take_away = Decision(
        label=_("Take away"),
        path="take-away",
        icon="person_remove",
        permission=PERMISSION,
        form=forms.Reason,
        operation=take_request_away,
        bulk=forms.Reason,
        title=_("Take request %(number)s away from %(partner)s"),
        intro=_("The place opens again on the board, or the next partner in turn gets the request."),
        told=_("Taken away. We notified %(partner)s."),
    )
    look_into = Decision(
        label=_("Rating looked into"),
        path="rating",
        icon="reviews",
        permission=PERMISSION,
        form=forms.Found,
        operation=look_into_rating,
        bulk=forms.Found,
        title=_("The client's rating of %(partner)s"),
        intro=_("Restrictions and penalties are on the partner's page. This takes the rating off your to-do list."),
        told=_("Saved."),
    )

    def offered(self, request: Request, row: Reservation) -> Container[str]:
        """Only the steps that are possible now."""
        found = {"reassign", "take-away"} if row.state == State.OPEN else set()
        if row.stars is not None and row.rating_seen_at is None:
            found.add("rating")
        return found if may(request.actor, PERMISSION) else set()

    def words_about(self, row: Reservation) -> dict[str, Any]:
        return {"number": row.lead_id, "partner": row.partner}

    @display(description=_("request"), ordering="lead")
    def lead_link(self, row: Reservation) -> SafeString:
        address = reverse("admin:leads_leadrequest_change", args=[row.lead_id])
        return format_html('<a class="v-link" href="{}">#{}</a>', address, row.lead_id)

    @display(description=_("state"), ordering="state")
    def state_words(self, row: Reservation) -> SafeString:
        return badge(row.get_state_display(), TONES.get(State(row.state), ""))

    @display(description=_("client's rating"), ordering="stars")
    def rating(self, row: Reservation) -> str:
        return "" if row.stars is None else f"{row.stars}/{MOST_STARS}"

    @display(description=_("partner's person"), ordering="assignee__name")
    def person(self, row: Reservation) -> Any:
        """Who works on it at the partner; the column "Assignee" is our colleague."""
        return row.assignee or ""
