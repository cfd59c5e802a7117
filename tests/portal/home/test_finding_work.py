"""What to do first, what only the vendor records, and finding anything, on a partner's pages."""

from datetime import date
from types import SimpleNamespace

import pytest

from clients.models import Client, ClientLicence
from common.tenancy import bind
from programs.definition.load import load
from programs.definition.requirements import Total
from statuses.templatetags.standing import decided_by_us
from tests.careers import NOON, TODAY
from tests.cast import PRESETS, admit
from web.todo import Waiting, by_weight

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def a_client(partner, company):
    """A client of the partner."""
    return Client.objects.create(
        program_id=partner.program_id,
        partner=partner,
        kind="on_premise",
        company=company,
        country="DE",
        origin="purchase",
        linked_on=TODAY,
        added_at=NOON,
    )


def seen(visit, user):
    return " ".join(visit(user).get("/dashboard/").content.decode().split())


def test_the_most_serious_comes_first_and_what_ends_last():
    def thing(title, day=None, **given):
        due = date(2026, 2, day) if day else None
        return Waiting(title, "", due, "/", **{"ends": False, **given})

    things = [
        thing("license", 17, ends=True),
        thing("claim"),
        thing("order", 20),
        thing("level", 28, serious=True),
        thing("overdue", 15),
    ]
    found = [one.title for one in by_weight(things, TODAY)]
    assert found == ["overdue", "level", "order", "claim", "license"]


def test_what_ends_says_what_to_do(visit, alice, career):
    with bind(career.program_id):
        client = a_client(career, "Nordlicht Arndt")
        ClientLicence.objects.create(
            program_id=career.program_id,
            partner=career,
            seller=career,
            client=client,
            kind="subscription",
            product="cloud_basic_year",
            plan="Cloud Basic",
            seats=5,
            starts_on=date(2025, 3, 2),
            ends_on=date(2026, 3, 1),
            reference="one",
            opened_at=NOON,
        )
    page = seen(visit, alice)
    assert '<span class="todo__title">Renew Nordlicht Arndt&#x27;s license</span></a>' in page


def test_a_requirement_that_only_we_record_says_whom_to_ask():
    rules = load((PRESETS / "1c-bitrix.toml").read_text(encoding="utf-8"))
    asked = [one for track in rules.tracks for level in track.levels for one in level.reach]
    quality = next(one for one in asked if one.code == "quality")
    others = load((PRESETS / "bitrix24.toml").read_text(encoding="utf-8"))
    sales = next(one for level in others.tracks[0].levels for one in level.reach if isinstance(one, Total))

    def ours(requirement, may_act=True):
        request = SimpleNamespace(definition=rules)
        return decided_by_us({"may_act": may_act, "request": request}, SimpleNamespace(doable=requirement))

    assert ours(quality)
    assert not ours(quality, may_act=False), "on a day that is past"
    assert not ours(sales), "what is bought in the store counts by itself"
    assert not ours(None)


def test_pages_and_rows_of_the_own_company_are_found(visit, alice, career, program):
    for partner, company in ((career, "Nordlicht Arndt"), (admit(program, "echo", "Echo"), "Nordwind")):
        with bind(program.pk):
            a_client(partner, company)
    client = visit(alice)
    assert 'data-palette data-name="Find anything"' in seen(visit, alice)
    page = client.get("/dashboard/find/", {"q": "nord"}).content.decode()
    assert "Nordlicht Arndt" in page
    assert "Nordwind" not in page, "another partner's client"
    part = client.get("/dashboard/find/", {"q": "history"}, headers={"X-Palette": "1"}).content.decode()
    assert '<a href="/dashboard/history/">' in part
    assert "<html" not in part
    assert "Nothing found" in client.get("/dashboard/find/", {"q": "<xyzzy"}).content.decode()
