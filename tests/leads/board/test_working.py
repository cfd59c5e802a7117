"""Working a request: stages, files, calendar, certified assignees, absence, escalation, new rules (B24-6.2d)."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.formats import date_format

from common.actor import Actor
from common.tenancy import bind
from leads.board.operations import working
from leads.board.operations.escalating import escalate_untouched
from leads.models import CalendarFeed, LeadFile, MemberAbsence, Participant, Reservation
from leads.rotation.eligible import candidates
from leads.rotation.news import send_statements
from notices.models import Mail, Notice
from partners.models import Member
from tests.leads.network import NOW, TODAY, pass_course, promote, reserved, rulebook_for, send
from tests.web.api.tokens import caller, partner_secret

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def held(program, alpha, alice, visit):
    """A request that Alpha reserved on the board."""
    promote(alpha)
    lead = send(program).lead
    assert visit(alice).post(f"/dashboard/leads/board/{lead.pk}/reserve/").status_code == 302
    with bind(program.pk):
        return Reservation.objects.get()


@pytest.mark.rule("B24-11.2")
def test_only_who_passed_the_tutorial_is_assigned(program, alpha, alice, held, visit):
    client, where = visit(alice), f"/dashboard/leads/{held.pk}/"
    page = client.post(where, {"step": "assign", "assignee": alice.pk}).content.decode()
    way = rulebook_for(program).on(TODAY).training.courses[0].page
    assert f'<a href="{way}">Partner Program Tutorial</a>' in page
    assert "passed the course “Partner Program Tutorial” yet" in page
    assert f"It can be taken at {way}" in page
    pass_course(alpha, alice)
    assert client.post(where, {"step": "assign", "assignee": alice.pk}).status_code == 302
    with bind(program.pk):
        held.refresh_from_db()
    assert held.assignee_id == alice.pk


@pytest.mark.rule("B24-11.2")
def test_every_way_to_assign_asks_for_the_tutorial_and_says_where_it_is(
    program, alpha, alice, held, visit, monkeypatch
):
    """Through the API, and when an assignment is undone after the certificate was taken back."""
    call, where = caller(visit(), partner_secret(alpha, alice)), f"me/requests/{held.pk}/steps/"
    refused = call(where, {"step": "assign", "assignee": alice.email}, key="one")
    assert refused.status_code == 422
    assert rulebook_for(program).on(TODAY).training.courses[0].page in refused.json()["errors"]["assignee"][0]
    pass_course(alpha, alice)
    client, page = visit(alice), f"/dashboard/leads/{held.pk}/"
    assert call(where, {"step": "assign", "assignee": alice.email}, key="two").status_code == 200
    client.post(page, {"step": "assign", "assignee": ""})
    undo = re.search(r'name="undo" value="([^"]+)"', client.get(page).content.decode())
    assert undo is not None
    monkeypatch.setattr(working, "is_certified", lambda *given, **named: False)
    client.post(reverse("partners:undo"), {"undo": undo[1]})
    with bind(program.pk):
        assert Reservation.objects.get().assignee_id is None


def test_nobody_who_is_away_is_assigned_and_a_team_that_is_away_gets_nothing(program, alpha, alice, held, visit):
    pass_course(alpha, alice)
    client, rulebook = visit(alice), rulebook_for(program)
    with bind(program.pk):
        assert candidates(rulebook, mode="mail", country="CY", on=TODAY)
        Participant.objects.filter(partner=alpha).update(away_until=None)
    until = date.today() + timedelta(days=9)
    assert client.post("/dashboard/leads/locations/", {"step": "person", "person": alice.pk, "until": until})
    with bind(program.pk):
        assert MemberAbsence.objects.get().until == until
        assert Member.objects.filter(partner=alpha).count() == 1
        assert not candidates(rulebook, mode="mail", country="CY", on=until)
        assert candidates(rulebook, mode="mail", country="CY", on=until + timedelta(days=1))
    page = client.post(f"/dashboard/leads/{held.pk}/", {"step": "assign", "assignee": alice.pk}).content.decode()
    assert "is away until" in page


@pytest.mark.rule("B24-6.2d")
def test_stages_move_by_a_form_and_files_are_attached(program, alice, bob, held, visit):
    client = visit(alice)
    assert "Contacted" in client.get("/dashboard/leads/stages/").content.decode()
    assert client.post("/dashboard/leads/stages/", {"reservation": held.pk, "stage": "contacted"}).status_code == 302
    sent = {"step": "file", "file": SimpleUploadedFile("quote.pdf", PDF)}
    assert client.post(f"/dashboard/leads/{held.pk}/", sent).status_code == 302
    with bind(program.pk):
        held.refresh_from_db()
        file = LeadFile.objects.get()
    assert held.stage == "contacted"
    assert "quote.pdf" in client.get(f"/dashboard/leads/{held.pk}/").content.decode()
    answer = client.get(f"/dashboard/leads/files/{file.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert visit(bob).get(f"/dashboard/leads/files/{file.pk}/").status_code == 404


def test_the_calendar_has_a_private_address_that_can_be_renewed(program, alice, held, visit):
    client = visit(alice)
    due = date.today() + timedelta(days=3)
    client.post(f"/dashboard/leads/{held.pk}/", {"step": "next", "next_step": "Send a quote", "next_on": due})

    def made():
        page = client.post("/dashboard/leads/calendar/").content.decode()
        return "/request/calendar/" + page.partition("/request/calendar/")[2].partition("<")[0]

    first = made()
    feed = visit().get(first)
    assert feed["Content-Type"].startswith("text/calendar")
    text = feed.content.decode()
    assert "BEGIN:VEVENT" in text
    assert f"{due:%Y%m%d}" in text
    assert "clara" not in text.lower()
    second = made()
    assert visit().get(first).status_code == 404
    assert visit().get(second).status_code == 200
    client.post("/dashboard/leads/calendar/", {"step": "end"})
    assert visit().get(second).status_code == 404
    with bind(program.pk):
        assert not CalendarFeed.objects.exists()


def test_what_nobody_touches_is_reported_once_and_work_takes_it_back(program, alice, charlie, held, visit):
    system, rulebook = Actor.system(program.pk), rulebook_for(program)
    with bind(program.pk):
        Reservation.objects.update(touched_at=NOW - timedelta(days=5, minutes=1))
    given = {"actor": system, "rulebook": rulebook, "today": TODAY, "now": NOW}
    assert escalate_untouched(**given) == 1
    assert escalate_untouched(**given) == 0
    with bind(program.pk):
        assert "untouched" in Mail.objects.get(key__startswith="lead-untouched/").subject
    visit(alice).post(f"/dashboard/leads/{held.pk}/", {"step": "note", "text": "Called"})
    with bind(program.pk):
        assert Reservation.objects.get().escalated_at is None


def test_the_board_finds_parts_of_words_in_any_accents(program, alpha, alice, visit):
    promote(alpha)
    send(program, request="Café-Buchhaltung umstellen")
    client = visit(alice)
    assert "Café" in client.get("/dashboard/leads/board/?q=BUCHHALT").content.decode()
    assert "Café" in client.get("/dashboard/leads/board/?q=cafe+haltung").content.decode()
    assert "Café" not in client.get("/dashboard/leads/board/?q=cafe+nothing").content.decode()


def test_requests_of_a_partner_are_found_by_number_words_notes_and_stage(program, alice, held, visit):
    client = visit(alice)
    client.post(f"/dashboard/leads/{held.pk}/", {"step": "note", "text": "Wants a quotation"})
    for query, found in (
        (f"q=%23{held.lead_id}", True),
        ("q=PORTAL", True),
        ("q=quotation", True),
        ("q=portal+nothing", False),
        ("stage=new", True),
        ("stage=contacted", False),
        ("show=ended&q=portal", False),
    ):
        page = client.get(f"/dashboard/leads/?{query}").content.decode()
        assert (f"/dashboard/leads/{held.pk}/" in page) is found, query


def test_the_monthly_statement_holds_the_ends_of_the_chains(program, alpha, alice):
    promote(alpha)
    with bind(program.pk):
        Participant.objects.update(accepted_at=NOW)
    send(program, source="website" if program.code != "bitrix24" else "")
    rulebook = rulebook_for(program)
    with bind(program.pk):
        assert send_statements(rulebook, today=date(2026, 3, 1), now=NOW) == 1
        assert send_statements(rulebook, today=date(2026, 3, 2), now=NOW) == 0
        assert "February 2026" in Notice.objects.get(key__startswith="lead-statement/").subject


def test_with_new_rules_the_partner_reads_what_it_holds_for_seven_days(program, alice, held, visit):
    from leads.board.access import READABLE, access_of

    rulebook = rulebook_for(program)
    start = rulebook.revisions.items[0][0]
    with bind(program.pk):
        Participant.objects.update(rules_version="an earlier one")
        access = access_of(held.partner, rulebook, on=start + READABLE)
        assert access.may_read
        assert not access.accepted
        assert access.problem
        assert not access_of(held.partner, rulebook, on=start + READABLE + timedelta(days=1)).may_read
    page = visit(alice).get(f"/dashboard/leads/{held.pk}/").content.decode()
    assert "Clara Client" not in page
    assert "Accept the new rules" in page


def test_the_page_of_a_request_says_how_to_answer_and_by_when(program, alpha, alice, visit):
    promote(alpha)
    held = reserved(alpha)
    client = visit(alice)
    page = client.get(f"/dashboard/leads/{held.pk}/").content.decode()
    assert 'class="button button--primary" href="mailto:clara@client.example"' in " ".join(page.split()) or (
        'href="mailto:clara@client.example" class="button button--primary"' in page
    )
    assert '<dd><a href="mailto:clara@client.example">clara@client.example</a></dd>' in page
    rules = rulebook_for(program).on(TODAY).leads.work
    last = (NOW + rules.untouched_days * timedelta(days=1)).date()
    assert f"note it here by <strong>{date_format(last)}</strong>" in page
    with bind(program.pk):
        Reservation.objects.filter(pk=held.pk).update(escalated_at=NOW)
    assert "note it here by" not in client.get(f"/dashboard/leads/{held.pk}/").content.decode()
