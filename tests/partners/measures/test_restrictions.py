"""Restrictions: who may create them, for how long, and how they end."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from common.tenancy import bind
from notices.models import Notice
from partners.actors import limited
from partners.measures.operations import restrictions as measures
from partners.measures.operations.restrictions import (
    UnableToLift,
    UnableToNote,
    UnableToRestrict,
    lift_restriction,
    lower_discount,
    restrict_access,
    write_note,
)
from partners.models import Note, Restriction
from programs.rulebook import read_rulebook
from tests.cast import partner_actor, staff_actor
from tests.races.crowd import at_once, together

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def act(program, charlie):
    """Call an operation as the manager on the day, in the program."""

    def act(operation, **changes):
        with bind(program.pk):
            asked = {"actor": staff_actor(program, charlie), "today": TODAY, "now": NOW}
            return operation(**{**asked, **changes})

    return act


def block(act, partner, **changes):
    with bind(partner.program_id):
        rulebook = read_rulebook(partner.program_id)
    asked = {"starts_on": TODAY, "ends_on": TODAY + 30 * DAY, "reason": "Unfair competition", **changes}
    return act(restrict_access, partner=partner, rulebook=rulebook, **asked)


def lower(act, partner, **changes):
    with bind(partner.program_id):
        rulebook = read_rulebook(partner.program_id)
    asked = {
        "percent": Decimal(20),
        "starts_on": TODAY,
        "ends_on": TODAY + 30 * DAY,
        "reason": "Dumping",
        "conditions": "Two months of fair prices",
        **changes,
    }
    return act(lower_discount, partner=partner, rulebook=rulebook, **asked)


def notices(partner):
    with bind(partner.program_id):
        return list(Notice.objects.filter(partner=partner).order_by("pk"))


def acts(partner):
    with bind(partner.program_id):
        return list(AuditEntry.objects.filter(partner_id=partner.pk).order_by("pk").values_list("action", flat=True))


@pytest.mark.rule("B24-14.1..7")
def test_one_persons_access_is_blocked_from_the_first_day_to_the_last(act, alpha, alice, rita):
    block(act, alpha, user=rita, starts_on=TODAY + DAY, ends_on=TODAY + 2 * DAY)
    with bind(alpha.program_id):
        roles = [limited(partner_actor(alpha, rita, "readonly"), on=TODAY + n * DAY).role for n in range(4)]
        assert roles == ["readonly", "blocked", "blocked", "readonly"]
        assert limited(partner_actor(alpha, alice), on=TODAY + DAY).role == "main"
    (notice,) = notices(alpha)
    assert (notice.kind, notice.clause) == ("penalty", "B24-14.1..7")
    assert "Rita" in notice.subject
    assert "Unfair competition" in notice.body
    assert "March 3, 2026 to March 4, 2026" in notice.body
    assert acts(alpha) == ["partners.decide"]


@pytest.mark.rule("B24-14.1..7")
def test_everybodys_access_is_blocked_at_once_and_restored_when_lifted(act, visit, alpha, alice):
    found = block(act, alpha, starts_on=TODAY, ends_on=date(2027, 3, 1))
    client = visit(alice)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("partners.middleware.today", lambda zone: TODAY)
        assert client.get("/dashboard/").status_code == 403
        assert client.get("/dashboard/notices/").status_code == 403
        assert client.post("/dashboard/notices/mail/", {"mode": "none"}).status_code == 403
        act(lift_restriction, restriction=found, reason="It was an error")
        assert client.get("/dashboard/").status_code == 200
    assert [notice.subject for notice in notices(alpha)] == [
        "Your team's access is blocked",
        "Your team's access is restored",
    ]
    assert acts(alpha) == ["partners.decide"] * 2


@pytest.mark.rule("B24-14.1..7")
@pytest.mark.parametrize(
    ("ends_on", "allowed"),
    [(date(2027, 3, 1), True), (date(2027, 3, 2), False), (None, False), (date(2026, 3, 1), False)],
)
def test_access_is_blocked_for_twelve_months_at_most(act, alpha, ends_on, allowed):
    if allowed:
        assert block(act, alpha, ends_on=ends_on).ends_on == ends_on
        return
    with pytest.raises(UnableToRestrict) as refusal:
        block(act, alpha, ends_on=ends_on)
    assert set(refusal.value.problems) == {"ends_on"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " \0 "}, "reason"),
        ({"reason": "x" * 4001}, "reason"),
        ({"clause": "x" * 61}, "clause"),
        ({"starts_on": TODAY - DAY}, "starts_on"),
    ],
)
def test_a_block_with_missing_data_is_refused_beside_the_field(act, alpha, changes, field):
    with pytest.raises(UnableToRestrict) as refusal:
        block(act, alpha, **changes)
    assert set(refusal.value.problems) == {field}
    assert notices(alpha) == []


def test_only_people_of_the_partner_can_be_blocked(act, alpha, bob):
    with pytest.raises(UnableToRestrict) as refusal:
        block(act, alpha, user=bob)
    assert set(refusal.value.problems) == {"user"}


def test_a_program_without_this_penalty_cannot_block_anybody(other_program, delta, erin):
    with pytest.raises(UnableToRestrict, match="block access"):
        block(lambda operation, **asked: in_other(operation, other_program, erin, asked), delta)


def in_other(operation, program, user, asked):
    with bind(program.pk):
        return operation(actor=staff_actor(program, user), today=TODAY, now=NOW, **asked)


def test_partners_and_staff_of_another_program_cannot_restrict(act, alpha, alice, other_program, erin):
    for actor in (partner_actor(alpha, alice), staff_actor(other_program, erin)):
        with pytest.raises(PermissionDenied):
            block(act, alpha, actor=actor)
        with pytest.raises(PermissionDenied):
            lower(act, alpha, actor=actor)
    with pytest.raises(PermissionDenied):
        act(lift_restriction, restriction=block(act, alpha), reason="x", actor=partner_actor(alpha, alice))


@pytest.mark.rule("B24-3.6")
def test_a_discount_is_lowered_with_reason_conditions_and_end(act, alpha):
    found = lower(act, alpha)
    (notice,) = notices(alpha)
    assert (notice.kind, notice.clause, notice.link) == ("discount_lowered", "B24-3.6", "/dashboard/requests/")
    assert "20%" in notice.subject
    for words in ("Dumping", "Two months of fair prices", "March 2, 2026 to April 1, 2026"):
        assert words in notice.body
    with bind(alpha.program_id):
        held = [
            Restriction.objects.in_force(day).filter(pk=found.pk).exists()
            for day in (TODAY - DAY, TODAY, TODAY + 30 * DAY, TODAY + 31 * DAY)
        ]
    assert held == [False, True, True, False]
    act(lift_restriction, restriction=found, reason="Fair prices again", today=TODAY + 5 * DAY)
    with bind(alpha.program_id):
        assert not Restriction.objects.in_force(TODAY + 5 * DAY).exists()
        assert Restriction.objects.in_force(TODAY + 4 * DAY).exists()
    assert "Fair prices again" in notices(alpha)[1].body
    assert acts(alpha) == ["partners.decide"] * 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"conditions": " "}, "conditions"),
        ({"conditions": "x" * 4001}, "conditions"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": TODAY - DAY}, "ends_on"),
        ({"percent": Decimal(50)}, "percent"),
        ({"percent": Decimal(-1)}, "percent"),
        ({"percent": Decimal("1e40")}, "percent"),
    ],
)
def test_a_discount_cut_with_missing_data_is_refused(act, alpha, changes, field):
    with pytest.raises(UnableToRestrict) as refusal:
        lower(act, alpha, **changes)
    assert set(refusal.value.problems) == {field}


def test_two_discount_cuts_cannot_overlap(act, alpha, beta):
    lower(act, alpha)
    for days in ({"starts_on": TODAY + 30 * DAY, "ends_on": TODAY + 40 * DAY}, {"starts_on": TODAY, "ends_on": TODAY}):
        with pytest.raises(UnableToRestrict, match="Lift it first"):
            lower(act, alpha, **days)
    lower(act, alpha, starts_on=TODAY + 31 * DAY, ends_on=TODAY + 40 * DAY)
    lower(act, beta)
    block(act, alpha)


def test_a_restriction_is_lifted_once_and_only_while_it_is_active(act, alpha):
    found = lower(act, alpha)
    with pytest.raises(UnableToLift):
        act(lift_restriction, restriction=found, reason=" ")
    with pytest.raises(UnableToLift, match="already ended"):
        act(lift_restriction, restriction=found, reason="x", today=TODAY + 31 * DAY)
    act(lift_restriction, restriction=found, reason="x")
    with pytest.raises(UnableToLift, match="already lifted"):
        act(lift_restriction, restriction=found, reason="x")


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "{{ program }}", "Why\r\nBcc: all@victims.example"])
def test_hostile_reasons_stay_text(act, visit, alpha, alice, words, monkeypatch):
    monkeypatch.setattr("programs.pages.today", lambda zone: TODAY)
    lower(act, alpha, reason=words, conditions=words)
    (notice,) = notices(alpha)
    assert words.replace("\r\n", "\n") in notice.body
    page = visit(alice).get("/dashboard/requests/").content.decode()
    assert "<script>alert" not in page
    assert "Bcc" in page or "{{ program }}" in page or "&lt;script&gt;" in page


def test_a_note_is_internal_and_cannot_be_changed(act, program, alpha, alice):
    act(lambda today, **asked: write_note(partner=alpha, text="Late again", **asked))
    with bind(program.pk):
        assert Note.objects.get().text == "Late again"
    with bind(program.pk, alpha.pk, alice.pk):
        assert not Note.objects.exists()
    for text in ("", "\0", "x" * 4001):
        with pytest.raises(UnableToNote):
            act(lambda today, text=text, **asked: write_note(partner=alpha, text=text, **asked))
    with pytest.raises(PermissionDenied), bind(program.pk):
        write_note(actor=partner_actor(alpha, alice), partner=alpha, text="x", now=NOW)
    assert notices(alpha) == []
    assert acts(alpha) == ["partners.note"]


def cut_at_once(act, alpha):
    found = at_once(lambda n: lower(act, alpha, reason=f"Manager {n}"), people=4)
    with bind(alpha.program_id):
        return Restriction.objects.filter(partner=alpha).count(), found


@pytest.mark.django_db(transaction=True)
def test_only_one_of_several_managers_cuts_the_discount(act, alpha):
    count, found = cut_at_once(act, alpha)
    assert count == 1
    assert sorted(type(one).__name__ for one in found) == ["Restriction", *["UnableToRestrict"] * 3]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_several_managers_cut_the_discount(act, alpha, monkeypatch):
    monkeypatch.setattr("django.db.models.QuerySet.select_for_update", lambda rows, **options: rows)
    monkeypatch.setattr(measures, "refuse_overlap", together(measures.refuse_overlap, people=4))
    assert cut_at_once(act, alpha)[0] > 1
