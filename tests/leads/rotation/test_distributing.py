"""Requests by turns on the database: who gets them, what is stored, and what happens to those that nobody takes."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from common.actor import Actor
from common.events import publish
from common.tenancy import bind
from leads.models import Entry, LeadRequest, Offer, Participant, Reservation, Territory
from leads.requests.operations.deciding import assign_request
from leads.rotation.models import Location
from leads.rotation.operations.answering import UnableToAnswer, accept_offer, decline_offer, pass_on_overdue
from notices.models import Mail
from partners.events import MeasureTaken
from partners.models import Card, Restriction
from tests import cast
from tests.leads.network import NOW, TODAY, again, promote, rulebook_for, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def three(other_program):
    return [promote(cast.admit(other_program, code, code.title())) for code in ("ann", "ben", "cid")]


def offers(program):
    with bind(program.pk):
        return list(Offer.objects.select_related("partner", "program").order_by("pk"))


def holder(program, lead):
    return next((one for one in offers(program) if one.lead_id == lead.pk and one.state == "waiting"), None)


def answer(offer, user, **how):
    with bind(offer.program_id, offer.partner_id):
        actor = cast.partner_actor(offer.partner, user)
        given = {"actor": actor, "offer": offer, "rulebook": rulebook_for(offer.program), "now": NOW}
        if how:
            return decline_offer(**given, **how)
        return accept_offer(**given, today=TODAY)


@pytest.mark.rule("BPS-lead", "B24-6")
def test_each_gets_as_many_in_turn_and_the_reasons_are_stored(other_program, three):
    for _ in range(6):
        send(other_program)
    got = [one.partner_id for one in offers(other_program)]
    assert sorted(got[:3]) == sorted(one.pk for one in three)
    assert got[3:] == got[:3]
    last = offers(other_program)[-1]
    assert last.why["eligible"] == 3
    assert last.why["offers_before"] == 1
    assert last.why["order"][0].startswith("p")
    assert last.why["revision"]
    assert last.number == 7
    out = StringIO()
    call_command("leads", "verify", stdout=out)
    assert "by_turns/CY: 7 entries, right" in out.getvalue()


def test_a_rewritten_chain_is_found(other_program, three):
    send(other_program)
    with bind(other_program.pk):
        Territory.objects.update(head="0" * 64)
    with pytest.raises(CommandError):
        call_command("leads", "verify", stdout=StringIO())


def test_a_declined_request_goes_on_and_never_back_until_the_manager_is_told(other_program, three, erin):
    users = {one.pk: cast.join(one, one.name) for one in three}
    lead, asked = send(other_program).lead, []
    while (offer := holder(other_program, lead)) is not None:
        asked.append(offer.partner_id)
        with pytest.raises(UnableToAnswer):
            answer(offer, users[offer.partner_id], reason=" ")
        answer(offer, users[offer.partner_id], reason="Too far")
    assert sorted(asked) == sorted(users)
    assert again(lead).state == "unplaced"
    with bind(other_program.pk):
        assert Mail.objects.get(key__startswith=f"lead-unplaced/{lead.pk}").to == erin.email
        assert set(Offer.objects.values_list("reason", flat=True)) == {"Too far"}


def test_what_nobody_answers_in_time_passes_on_and_cannot_be_accepted_later(other_program, three):
    lead = send(other_program).lead
    first = holder(other_program, lead)
    system, rulebook = Actor.system(other_program.pk), rulebook_for(other_program)
    assert pass_on_overdue(actor=system, rulebook=rulebook, now=first.due_at - timedelta(minutes=1)) == 0
    assert pass_on_overdue(actor=system, rulebook=rulebook, now=first.due_at) == 1
    assert holder(other_program, lead).partner_id != first.partner_id
    with pytest.raises(UnableToAnswer):
        answer(first, cast.join(first.partner, "Late"))


def test_an_accepted_request_is_reserved_for_the_one_who_accepted(other_program, three):
    lead = send(other_program).lead
    offer = holder(other_program, lead)
    made = answer(offer, cast.join(offer.partner, "Olga"))
    assert (made.partner_id, made.slot, again(lead).state, again(lead).held) == (offer.partner_id, 1, "taken", 1)


def test_a_partner_that_is_away_or_barred_gets_nothing(other_program, three):
    away, barred, there = three
    with bind(other_program.pk):
        Participant.objects.filter(partner=away).update(away_until=TODAY)
        bar(barred)
    for _ in range(3):
        send(other_program)
    assert {one.partner_id for one in offers(other_program)} == {there.pk}


def bar(partner):
    return Restriction.objects.create(
        program=partner.program, partner=partner, effect="access", starts_on=TODAY, reason="Misuse", set_at=NOW
    )


def test_a_bar_takes_open_offers_away_at_once(other_program, three):
    lead = send(other_program).lead
    offer = holder(other_program, lead)
    with bind(other_program.pk):
        made = bar(offer.partner)
        publish(MeasureTaken(rulebook_for(other_program), offer.partner_id, made.pk, TODAY, NOW))
    assert holder(other_program, lead).partner_id != offer.partner_id


def test_the_client_s_choice_gets_it_first_and_spends_no_turn(other_program, three):
    chosen = three[2]
    with bind(other_program.pk):
        about = {"city": "", "website": "", "email": "", "phone": "", "description": "", "featured": False}
        Card.objects.create(
            program=other_program,
            partner=chosen,
            code=chosen.code,
            name=chosen.name,
            country="CY",
            level="gold",
            level_rank=3,
            points=0,
            accepted_on=TODAY,
            **about,
        )
    send(other_program, wanted="cid")
    assert offers(other_program)[0].partner_id == chosen.pk
    for _ in range(3):
        send(other_program)
    assert len({one.partner_id for one in offers(other_program)[1:]}) == 3


def test_a_manager_assigns_by_hand_without_a_turn_and_without_a_copy(other_program, three, erin):
    lead = send(other_program).lead
    first = holder(other_program, lead)
    made = answer(first, cast.join(first.partner, "Olga"))
    other = next(one for one in three if one.pk != first.partner_id)
    actor = cast.staff_actor(other_program, erin)
    with bind(other_program.pk):
        given = {"rulebook": rulebook_for(other_program), "today": TODAY, "now": NOW}
        assign_request(actor=actor, lead=again(lead), partner=other, reason="Asked for", **given)
        assert LeadRequest.objects.count() == 1
        assert Reservation.objects.get(pk=made.pk).state == "withdrawn"
        assert '"kind":"hand"' in Entry.objects.latest("number").body
    assert (holder(other_program, lead).partner_id, holder(other_program, lead).by_hand) == (other.pk, True)
    call_command("leads", "verify", stdout=StringIO())


@pytest.mark.rule("B24-6.2a")
def test_a_partner_covers_its_own_country_and_three_more_once_a_manager_approves(program, alpha, alice, charlie, visit):
    promote(alpha)
    desk, where = visit(alice), "/dashboard/leads/locations/"
    for country in ("MT", "GR", "IT", "ES"):
        desk.post(where, {"step": "ask", "country": country})
    with bind(program.pk):
        asked = list(Location.objects.order_by("pk"))
    assert [one.country for one in asked] == ["MT", "GR", "IT"]
    lead = send(program, country="MT").lead
    assert f"board/{lead.pk}/reserve" not in desk.get("/dashboard/leads/board/").content.decode()
    admin = visit(charlie)
    assert admin.post(f"/admin/leads/location/{asked[0].pk}/approve/").status_code == 302
    assert admin.post(f"/admin/leads/location/{asked[1].pk}/decline/", {"reason": "Too far"}).status_code == 302
    assert f"board/{lead.pk}/reserve" in desk.get("/dashboard/leads/board/").content.decode()
    assert "Too far" in desk.get(where).content.decode()
