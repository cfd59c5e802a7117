"""Queues of meetings for the vendor's staff."""

from django.utils.translation import gettext_lazy as _

from meetings.queries import to_move, to_schedule, without_result
from web.admin.queues import Queue, add_queue

add_queue(
    Queue(
        code="meeting_to_schedule",
        title=_("Meetings to schedule this quarter"),
        icon="event_upcoming",
        page="partners_partner",
        query="meeting=due",
        rows=to_schedule,
        kept=lambda rules: rules.meetings,
        place=200,
        since="quarter_on",
        partner="",
    )
)
add_queue(
    Queue(
        code="meeting_to_move",
        title=_("Meetings to move"),
        icon="edit_calendar",
        page="meetings_meeting",
        query="waits=move",
        rows=lambda actor, on, rules: to_move(actor),
        kept=lambda rules: rules.meetings,
        place=220,
        since="asked_at",
        told="asked",
    )
)
add_queue(
    Queue(
        code="meeting_result",
        title=_("Meetings without a result"),
        icon="event_available",
        page="meetings_meeting",
        query="waits=result",
        rows=lambda actor, on, rules: without_result(actor, on),
        kept=lambda rules: rules.meetings,
        place=230,
        since="came_on",
        told="kind",
    )
)
