"""A member's next steps as a calendar (RFC 5545): without contact data, which calendars would spread."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from common.actor import Actor
from common.tenancy import bind
from leads.board.models import CalendarFeed, Reservation
from leads.requests.contacts import secret_digest
from partners.models import Member
from programs.definition.leads import Leads
from programs.homes import address
from programs.models import Site

MOST = 500


def feed_of(program_id: int, secret: str) -> CalendarFeed | None:
    """The calendar of a private address; None for one that was renewed, or whose person has left the team."""
    with bind(program_id):
        rows = CalendarFeed.objects.filter(program_id=program_id, digest=secret_digest(secret))
        found = rows.select_related("partner").first()
        if found is None or found.partner.ended_on:
            return None
        member = Member.objects.filter(partner=found.partner, user_id=found.user_id, user__is_active=True)
        return found if member.exists() else None


def written(feed: CalendarFeed, leads: Leads, site: Site) -> bytes:
    """The member's own next steps, and those of requests without an assignee."""
    calendar = Calendar()
    calendar.add("prodid", "-//Echelon//Requests//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Next steps"))
    with bind(feed.program_id):
        system = Actor.system(feed.program_id)
        rows = Reservation.objects.visible_to(system).open().filter(partner=feed.partner_id, next_on__isnull=False)
        mine = rows.filter(assignee_id=feed.user_id) | rows.filter(assignee=None)
        for row in mine.select_related("lead").order_by("next_on", "pk")[:MOST]:
            calendar.add_component(_event(row, leads, site))
    return bytes(calendar.to_ical())


def _event(row: Reservation, leads: Leads, site: Site) -> Event:
    event = Event()
    event.add("uid", f"lead-{row.pk}@{site.host}")
    event.add("dtstamp", row.touched_at)
    event.add("dtstart", row.next_on)
    event.add("dtend", row.next_on + timedelta(days=1) if row.next_on else None)
    kind = leads.kind_name(row.lead.kind) if row.lead.kind else _("Request")
    event.add("summary", _("Request %(number)s: %(kind)s") % {"number": row.lead_id, "kind": kind})
    event.add("url", address(site, reverse("leads:reservation", args=[row.pk])))
    return event
