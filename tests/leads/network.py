"""Partners that get requests, and clients that send them: what the tests of leads share."""

from datetime import UTC, date, datetime

from activities.models import Activity
from common.actor import Actor
from common.tenancy import bind
from leads.models import LeadRequest, Location, Participant, Reservation
from leads.requests.operations.receiving import receive_request
from leads.rotation.eligible import rules_to_accept
from programs.rulebook import read_rulebook
from statuses.models import Standing

NOW = datetime(2026, 2, 16, 10, tzinfo=UTC)  # a Monday
TODAY = date(2026, 2, 16)
ANSWERS = {
    "client": "Clara Client",
    "email": "clara@client.example",
    "country": "CY",
    "request": "We need help with our portal.",
}


def rulebook_for(program):
    """The program's rules."""
    with bind(program.pk):
        return read_rulebook(program.pk)


def promote(partner, level="gold", track="status"):
    """Give the partner a level, and accept the lead program's rules for it."""
    rules = rules_to_accept(rulebook_for(partner.program).on(TODAY))
    with bind(partner.program_id):
        Standing.objects.update_or_create(
            program_id=partner.program_id, partner=partner, track=track, defaults={"level": level, "assessed_on": TODAY}
        )
        Participant.objects.update_or_create(
            program_id=partner.program_id,
            partner=partner,
            defaults={"alias": f"p{partner.pk}", "rules_version": rules.version if rules else ""},
        )
    return partner


def pass_course(partner, person):
    """The course that the program names, recorded for a person."""
    with bind(partner.program_id):
        Activity.objects.create(
            program_id=partner.program_id,
            partner=partner,
            kind="course",
            on=TODAY,
            subject=person.email,
            attributes={"course": "tutorial"},
            recorded_at=NOW,
        )


def send(program, *, source="", kind="", wanted="", now=NOW, after=None, **answers):
    """A client's request, as the public form sends it; ``after`` another one."""
    assert after is None or after.lead.pk
    rulebook = rulebook_for(program)
    kinds = rulebook.on(TODAY).leads.kinds.items
    return receive_request(
        actor=Actor.visitor(program.pk),
        rulebook=rulebook,
        kind=kind or kinds[0].code,
        answers={**ANSWERS, **answers},
        consent=True,
        source=source,
        wanted=wanted,
        now=now,
    )


def reserved(partner, **fields):
    """A client's request that the partner holds."""
    lead = send(partner.program).lead
    with bind(partner.program_id):
        own = {"program_id": partner.program_id, "partner": partner, "lead": lead, "slot": 1, "places": lead.places}
        LeadRequest.objects.filter(pk=lead.pk).update(held=1)
        return Reservation.objects.create(**own, reserved_at=NOW, touched_at=NOW, **fields)


def again(lead):
    """The request as it stands now."""
    with bind(lead.program_id):
        return LeadRequest.objects.get(pk=lead.pk)


def first(program):
    """The id of the program's earliest request."""
    with bind(program.pk):
        return LeadRequest.objects.earliest("pk").pk


def cover(partner, country, state="approved"):
    """A location of the partner."""
    with bind(partner.program_id):
        slot = Location.objects.filter(partner=partner).exclude(slot=None).count() + 1
        return Location.objects.create(
            program_id=partner.program_id, partner=partner, country=country, slot=slot, state=state, asked_at=NOW
        )
