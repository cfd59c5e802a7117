"""Stored texts are brought in order; what would collide stays and is reported."""

from datetime import date
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, connections, transaction
from structlog.testing import capture_logs

from accounts.models import User
from activities.models import Activity
from common.clock import now
from common.tenancy import bind
from common.tidy_rows import Column, tidy_rows
from partners.models import Card, Partner
from tests.cast import admit

pytestmark = pytest.mark.django_db


def user(email: str) -> User:
    """A stored account that no form would create today."""
    return User.objects.create(email=email, name="U\u0308 \u200b U")


def test_a_text_is_tidied_and_a_collision_is_reported():
    first, second, third = user("a@b\u00fc.example"), user("a@xn--b-eha.example"), user("b@x.example\u200b")
    assert tidy_rows(connection, Column("accounts_user", "name", program="")) == (3, 0)
    assert tidy_rows(connection, Column("accounts_user", "email", program="", emails=True)) == (1, 1)
    for row in (first, second, third):
        row.refresh_from_db()
    assert (first.name, third.email) == ("\u00dc U", "b@x.example")
    assert (first.email, second.email) == ("a@b\u00fc.example", "a@xn--b-eha.example")


LOG = import_module("activities.migrations.0007_tidy_text")
PARTNERS = import_module("partners.migrations.0011_tidy_text")
NFD, NFC = "Cafe\u0301 1", "Caf\u00e9 1"


def untidy_log(alpha, *references: str) -> None:
    """Rows of the log as an older release stored them."""
    with bind(alpha.program_id):
        for reference in references:
            Activity.objects.create(
                program=alpha.program,
                partner=alpha,
                kind="sale",
                on=date(2026, 2, 3),
                reference=reference,
                recorded_at=now(),
            )


def references() -> list[str]:
    """The log's references in the order of its rows."""
    return list(Activity.objects.using("owner").order_by("pk").values_list("reference", flat=True))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_owner_tidies_the_log_and_it_stays_append_only(alpha):
    untidy_log(alpha, NFD, NFC, NFD.replace("1", "2"))
    with (
        transaction.atomic("owner"),
        connections["owner"].schema_editor(atomic=False) as editor,
        capture_logs() as logs,
    ):
        LOG.tidy(None, editor)
    assert references() == [NFD, NFC, NFC.replace("1", "2")]
    assert [(each["event"], each["text"]) for each in logs if "pk" in each] == [("text.collision", NFD)]
    with pytest.raises(DatabaseError, match="is append-only"):
        Activity.objects.using("owner").update(subject="changed")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_an_error_that_is_no_collision_stops_the_upgrade(alpha):
    """The runtime role can't switch the triggers off; without that, the triggers refuse the owner's change too."""
    untidy_log(alpha, NFD)
    with pytest.raises(DatabaseError, match="must be owner"), transaction.atomic():
        tidy_rows(connection, Column("activities_activity", "reference", append_only=True), "programs_program")
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic("owner"):
        tidy_rows(connections["owner"], Column("activities_activity", "reference"), "programs_program")
    assert references() == [NFD]


def listed(program, code: str, name: str) -> None:
    """A partner with a card, as an older release stored them."""
    partner = admit(program, code, name)
    with bind(program.pk):
        Card.objects.create(
            program=program,
            partner=partner,
            code=code,
            name=name,
            level_rank=1,
            featured=False,
            points=0,
            accepted_on=partner.accepted_on,
        )


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_code_that_nobody_could_type_is_tidied_with_its_card(program):
    listed(program, "al\u200bpha", "U\u0308 \u200b U")
    listed(program, "\ufeffbeta", "Beta")
    listed(program, "beta", "Beta")
    with (
        transaction.atomic("owner"),
        connections["owner"].schema_editor(atomic=False) as editor,
        capture_logs() as logs,
    ):
        PARTNERS.tidy(None, editor)
    for model in (Partner, Card):
        found = model.objects.using("owner").order_by("pk").values_list("code", "name")
        assert list(found) == [("alpha", "\u00dc U"), ("\ufeffbeta", "Beta"), ("beta", "Beta")]
    assert [each["tidied"] for each in logs if each["event"] == "text.collision"] == ["beta"]
