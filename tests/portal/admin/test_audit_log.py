"""The audit log: who did what and when; filtered, searched and exported as CSV."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override

from accounts.audit import note_act
from accounts.models import AuditEntry
from accounts.sentences import Code, sentence
from common.tenancy import bind
from portal.admin.audit_words import in_words
from programs.code_names import Names
from tests.careers import NOON
from tests.cast import hire, staff_actor

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

LOG = "/admin/accounts/auditentry/"
EXPORT = f"{LOG}export/"
DAY = timedelta(days=1)
END = "Terminated Beta on 2026-02-03"
HOSTILE = '=HYPERLINK("http://evil.example")<script>alert(1)</script>{{ request }}'


@pytest.fixture
def ada(program):
    return hire(program, "Ada", "administrator")


@pytest.fixture
def log(program, other_program, alpha, beta, charlie, ada, erin):
    """Actions of two people about two partners, and one of another program."""

    def note(user, partner, action, summary, ago, role="manager", of=None):
        with bind((of or program).pk):
            note_act(
                actor=staff_actor(of or program, user, role),
                action=action,
                subject=partner,
                summary=summary,
                partner_id=partner.pk,
                now=NOON - ago * DAY,
                details={"reason": "Because"},
            )

    note(charlie, alpha, "partners.note", "Wrote a note about Alpha", 9)
    note(charlie, beta, "partners.decide", END, 5)
    note(ada, alpha, "partners.edit", HOSTILE, 1, "administrator")
    note(erin, alpha, "partners.note", "Elsewhere", 1, of=other_program)


def summaries(desk, query=""):
    return [row.summary for row in desk.get(LOG + query).context["cl"].result_list]


def table(response):
    return list(csv.reader(StringIO(response.content.decode().removeprefix("\ufeff"))))


SAID = "Recorded %(kind)s of %(partner)s on %(on)s (%(facts)s)"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Recorded Paid sale of Alpha on Feb. 3, 2026 (120 EUR)"),
        ("de", "Bezahlter Verkauf von Alpha am 3. Februar 2026 erfasst (120 EUR)"),
    ],
)
def test_an_entry_is_read_in_the_readers_language(log, visit, charlie, program, alpha, language, words):
    kind = Code("kind", "sale", "Paid sale")
    said = sentence(SAID, kind=kind, partner="Alpha", on="2026-02-03", facts="120 EUR")
    with bind(program.pk):
        actor = staff_actor(program, charlie, "manager")
        note_act(actor=actor, action="activities.record", subject=alpha, summary=said, now=NOON, partner_id=alpha.pk)
        entry = AuditEntry.objects.latest("pk")
    assert entry.summary == "Recorded Paid sale of Alpha on 2026-02-03 (120 EUR)"
    desk = visit(charlie)
    page = desk.get(f"{LOG}?lang={language}").content.decode()
    assert words in page
    assert "Wrote a note about Alpha" in page, "an entry from before"
    assert "said" not in desk.get(f"{LOG}{entry.pk}/change/").content.decode().partition("<main")[2]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (Code("list", "partners.partner"), "Partner"),
        (Code("partners.member.role", "main"), "Hauptbenutzer"),
        (Code("country", "DE"), "Deutschland"),
        (Code("list", "no.thing"), "no.thing"),
        (Code("partners.member.nothing", "x"), "x"),
    ],
)
def test_codes_of_an_entry_are_named_as_on_pages(code, shown):
    with override("de"):
        kept = sentence("Removed the view %(name)s", name=code).kept()
        assert in_words("old", kept, Names(None)) == f"Ansicht {shown} entfernt"
        assert in_words("old", {"said": {"text": "x %(y)s", "values": {}}}, Names(None)) == "old"


def test_newest_first_and_without_other_programs(log, visit, charlie):
    desk = visit(charlie)
    assert summaries(desk) == [HOSTILE, END, "Wrote a note about Alpha"]
    assert "Terminated Beta on Feb. 3, 2026" in desk.get(LOG).content.decode()
    page = desk.get(LOG).content.decode()
    for said in ("Charlie", "Ada", "Alpha Works", "Levels, restrictions, termination", "Notes"):
        assert said in page, said
    assert "Elsewhere" not in page


def test_log_is_filtered_and_searched(log, visit, charlie, ada, beta):
    desk = visit(charlie)
    note, end = "Wrote a note about Alpha", END
    day = (NOON - 5 * DAY).date()
    asked = {
        f"?person={charlie.pk}": [end, note],
        f"?person={ada.pk}": [HOSTILE],
        "?action_kind=partners.note": [note],
        f"?at_from={day}&at_to={day}": [end],
        f"?partner_id__exact={beta.pk}": [end],
        "?q=terminated": [end],
        "?q=alpha+works": [HOSTILE, note],
        "?q=beta": [end],
        "?q=nothing": [],
    }
    assert {query: summaries(desk, query) for query in asked} == asked


def test_user_text_is_escaped(log, visit, charlie, program):
    desk = visit(charlie)
    with bind(program.pk):
        entry = AuditEntry.objects.get(summary=HOSTILE)
    for page in (LOG, f"{LOG}{entry.pk}/change/"):
        text = desk.get(page).content.decode()
        assert "<script>alert(1)" not in text
        assert "{{ request }}" in text


def test_entry_shows_details_and_links_to_the_changed_row(log, visit, charlie, program, alpha):
    with bind(program.pk):
        entry = AuditEntry.objects.get(summary="Wrote a note about Alpha")
    page = visit(charlie).get(f"{LOG}{entry.pk}/change/").content.decode()
    for said in ("Charlie", "partner manager", "reason: Because", f"/admin/partners/partner/{alpha.pk}/change/"):
        assert said in page, said


def test_export_contains_no_formulas(log, visit, ada):
    response = visit(ada).get(EXPORT)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment")
    head, *rows = table(response)
    assert head[:5] == ["when", "person", "role", "action", "what was done"]
    assert [row[4] for row in rows] == [f"'{HOSTILE}", END, "Wrote a note about Alpha"]
    assert rows[1][1] == "Charlie <charlie@bitrix24.example>"
    assert rows[1][5] == "Beta Labs"


def test_export_escapes_formulas_in_names(log, visit, ada, charlie):
    charlie.name = "@SUM(A1)"
    charlie.save()
    names = {row[1] for row in table(visit(ada).get(EXPORT))}
    assert "'@SUM(A1) <charlie@bitrix24.example>" in names


def test_export_matches_the_filtered_list(log, visit, ada, charlie, beta):
    desk = visit(ada)
    for query in (f"?person={charlie.pk}", "?action_kind=partners.note", "?q=beta", f"?partner_id__exact={beta.pk}"):
        assert f"{EXPORT}{query}" in desk.get(LOG + query).content.decode().replace("&amp;", "&"), query
        assert [row[4] for row in table(desk.get(EXPORT + query))[1:]] == summaries(desk, query)


@pytest.mark.parametrize("query", ["?partner_id__exact=x", "?nothing=1", "?q=%00", "?at_from=x", "?person=%00"])
def test_invalid_export_filter_is_not_an_error(query, log, visit, ada):
    assert visit(ada).get(EXPORT + query).status_code in (200, 302)


def test_a_manager_who_reads_it_exports_it(log, visit, charlie):
    desk = visit(charlie)
    assert desk.get(LOG).content.decode().count("Download CSV") == 1
    assert desk.get(EXPORT).status_code == 200


@pytest.mark.parametrize("who", ["alice", "erin"])
def test_nobody_else_can_read_it(who, log, visit, request, alice):
    desk = visit(request.getfixturevalue(who))
    assert {desk.get(page).status_code for page in (LOG, EXPORT)} == {403 if who == "erin" else 404}


def test_log_is_append_only(log, program):
    with bind(program.pk):
        entry = AuditEntry.objects.latest("pk")
        for change in (lambda: entry.delete(), lambda: AuditEntry.objects.filter(pk=entry.pk).update(summary="x")):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
