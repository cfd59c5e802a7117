"""Prepared queries return what the ORM returns, and their SQL is written once."""

import pytest
from django.db import models

from accounts.models import AuditEntry, User
from common.prepared import Prepared, Slot, columns, made
from common.tenancy import bind
from programs.models import Program, Site
from tests.careers import NOON

pytestmark = pytest.mark.django_db


def test_a_row_becomes_the_object_that_the_orm_would_return(alice):
    prepared = Prepared(lambda: User.objects.filter(email=Slot("email")).values_list(*columns(User)))
    row = prepared.first(email=alice.email)
    user, same = made(User, row), User.objects.get(pk=alice.pk)
    assert {name: getattr(user, name) for name in columns(User)} == {
        name: getattr(same, name) for name in columns(User)
    }
    user.name = "Alicia"
    user.save(update_fields=["name"])
    assert User.objects.get(pk=alice.pk).name == "Alicia"


def test_each_run_has_its_own_values(alice, charlie):
    prepared = Prepared(lambda: User.objects.filter(pk=Slot("pk"), is_active=True).values_list("email"))
    assert [prepared.first(pk=each.pk) for each in (alice, charlie)] == [(alice.email,), (charlie.email,)]
    assert prepared.first(pk=0) is None


def test_a_value_is_never_read_as_sql(alice):
    prepared = Prepared(lambda: User.objects.filter(email=Slot("email")).values_list("pk"))
    assert prepared.rows(email="' OR 'a' = 'a") == []


def test_the_sql_is_written_once(program, site):
    built = []

    def build() -> models.QuerySet:
        built.append(1)
        return Site.objects.filter(host=Slot("host")).values_list("program_id")

    prepared = Prepared(build)
    assert prepared.first(host=site.host) == prepared.first(host=site.host) == (program.pk,)
    assert built == [1]


def test_a_value_that_was_not_given_is_an_error():
    prepared = Prepared(lambda: Program.objects.filter(code=Slot("code")).values_list("pk"))
    with pytest.raises(KeyError):
        prepared.rows()


def test_a_column_is_converted_as_the_orm_converts_it(program, charlie):
    about = {"role": "manager", "action": "note.write", "subject": "partner", "summary": "Wrote a note"}
    with bind(program.pk):
        AuditEntry.objects.create(
            program_id=program.pk, user_id=charlie.pk, at=NOON, details={"level": "gold"}, **about
        )
        prepared = Prepared(lambda: AuditEntry.objects.values_list("pk", "details"))
        assert prepared.rows() == list(AuditEntry.objects.values_list("pk", "details"))
        assert prepared.rows()[0][1] == {"level": "gold"}
