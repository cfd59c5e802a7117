"""Two partners recorded day by day with the real operations end in the same state as one replay of their activities."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from activities.models import Activity
from activities.operations import record_activity, retract_activity
from common.actor import Actor
from common.tenancy import bind
from partners.models import Partner
from points.models import Account, Entry
from portal.opening import open_days
from programs.queries import revisions
from programs.rulebook import read_rulebook
from statuses.engine import replay
from statuses.histories import histories
from statuses.models import Standing, StatusChange
from tests.cast import admit, open_program

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)

IN_2011 = [
    ("2011-01-20", "document", {"attributes": {"document": "agreement"}}),
    ("2011-01-20", "document", {"attributes": {"document": "nda"}}),
    ("2011-01-20", "document", {"attributes": {"document": "commitment"}, "amount": Decimal(50_000)}),
    ("2011-01-20", "evidence", {"attributes": {"evidence": "first_line"}}),
    ("2011-01-20", "evidence", {"attributes": {"evidence": "logo"}}),
    ("2011-01-20", "evidence", {"attributes": {"evidence": "descriptions"}}),
    *(
        ("2011-01-20", "certified", {"subject": person, "attributes": {"role": role}})
        for person in ("Alice", "Bob")
        for role in ("engineer", "sales")
    ),
    ("2011-02-01", "sale", {"amount": Decimal(330), "subject": "Alder"}),
    ("2011-02-15", "localization", {"subject": "Kazakh"}),
    ("2012-03-01", "module", {"subject": "Exchange"}),
    ("2012-03-01", "seminar", {"subject": "Almaty"}),
]

IN_KAZAKHSTAN = [
    *(("2023-01-05", "certified", {"subject": person}) for person in ("Alice", "Bob", "Charlie", "Dana")),
    ("2023-01-05", "quality", {"subject": "Shop of Alder"}),
    ("2023-02-01", "decision", {"attributes": {"track": "enterprise", "level": "extended"}}),
    ("2023-05-01", "enterprise_sale", {"amount": Decimal(6_172_500), "subject": "Bank of Birch"}),
    ("2023-12-20", "sale", {"amount": Decimal(3_000_000), "subject": "Cedar"}),
    ("2024-01-15", "renewal_request", {}),
]


def live(partner: Partner, deeds: list, *, until: date) -> None:
    """Open each day in the morning, then record what happens on it."""
    open_days(program_id=partner.program_id, until=partner.accepted_on, now=NOON)
    for text, kind, fields in deeds:
        on = date.fromisoformat(text)
        open_days(program_id=partner.program_id, until=on, now=NOON)
        record_activity(
            actor=Actor.system(partner.program_id),
            partner=partner,
            rulebook=read_rulebook(partner.program_id),
            kind=kind,
            on=on,
            today=on,
            now=NOON,
            **fields,
        )
    open_days(program_id=partner.program_id, until=until, now=NOON)


def story(partner: Partner, track: str = "status") -> list[str]:
    changes = StatusChange.objects.filter(partner=partner, track=track, superseded_at=None).order_by("on", "seq")
    return [f"{found.on} {found.cause} {found.from_level or '-'} > {found.to_level or '-'}" for found in changes]


def assert_equals_replay(partner: Partner, until: date) -> None:
    """Compare levels, history, entries and totals with one full replay."""
    history = histories([partner.pk], until=until)[partner.pk]
    timeline = replay(history, revisions(partner.program_id), until)
    for standing in Standing.objects.filter(partner=partner):
        state = timeline.states[standing.track]
        assert (standing.level, standing.since, standing.confirmed_on, standing.review_on) == (
            state.level,
            state.since,
            state.confirmed_on,
            state.review_on,
        )
    stored = StatusChange.objects.filter(partner=partner, superseded_at=None).order_by("on", "seq")
    assert [(c.track, c.on, c.from_level, c.to_level, c.cause, c.verdict) for c in stored] == [
        (c.track, c.on, c.before, c.after, c.cause, c.verdict()) for c in timeline.changes
    ]
    undone = Entry.objects.filter(partner=partner, rule="undo")
    entries = Entry.objects.filter(partner=partner).exclude(rule="undo").exclude(pk__in=undone.values("reverses"))
    assert sorted(entries.values_list("account", "points", "earned_on", "rule")) == sorted(
        (p.account, p.points, p.earned_on, p.rule) for p in timeline.ledger.postings
    )
    for account in Account.objects.filter(partner=partner):
        assert account.points == timeline.ledger.total(account.code)


@pytest.mark.rule("BPS-status2", "BPS-bonus", "BPS-engine4", "BPS-engine5")
@pytest.mark.django_db
def test_a_2011_partner_loses_gold_and_earns_it_back():
    program = open_program("bitrix-2011")
    partner = admit(program, "P1", "Alder Systems", currency="USD", accepted_on=date(2011, 1, 10))
    with bind(program.pk):
        live(partner, IN_2011, until=date(2012, 3, 2))
        assert story(partner) == [
            "2011-01-10 acceptance - > business",
            "2011-02-15 upgrade business > certified",
            "2011-02-15 upgrade certified > gold",
            "2012-02-15 review gold > certified",
            "2012-03-01 upgrade certified > gold",
        ]
        assert Account.objects.get(partner=partner).points == 500 + 500 + 1000
        assert_equals_replay(partner, date(2012, 3, 2))


@pytest.mark.rule("KKV-4.10", "KKV-engine1", "KKV-engine3", "KKV-engine4", "KKV-6.1")
@pytest.mark.django_db
def test_a_competence_drops_to_base_and_a_reversal_cancels_the_drop():
    program = open_program("1c-bitrix-kz")
    partner = admit(
        program, "P2", "Birch Labs", country="KZ", currency="KZT", accepted_on=date(2023, 1, 1), entry_level="gold"
    )
    until = date(2024, 2, 5)
    with bind(program.pk):
        live(partner, IN_KAZAKHSTAN, until=until)
        assert story(partner)[1:] == ["2024-01-01 review gold > gold"]
        assert story(partner, "enterprise") == [
            "2023-02-01 exception - > extended",
            "2024-02-01 review extended > base",
        ]
        assert Account.objects.get(partner=partner, code="enterprise").points == 1234
        assert_equals_replay(partner, until)
        request = Activity.objects.get(partner=partner, kind="renewal_request")
        retract_activity(
            actor=Actor.system(program.pk), activity=request, reason="Sent in error", today=until, now=NOON
        )
        assert story(partner, "enterprise")[1:] == ["2024-02-01 review extended > -"]
        assert_equals_replay(partner, until)
