"""Adding clients, opening and registering licenses, moving and merging."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from activities.models import Activity
from clients.contacts import unseal
from clients.keys import unsealed
from clients.models import Client, ClientLicence, ClientMove
from clients.operations.adding import UnableToAddClient, add_client
from clients.operations.licences import UnableToRegister, end_licence, open_licence, register_licence
from clients.operations.moving import UnableToMoveClient, merge_clients, move_client
from clients.operations.seats import count_seats, recount_seats
from clients.queries import client_of_account, had_commercial_subscription, is_new_client, licence_of_key
from common.actor import Actor
from common.tenancy import bind, bind_actor
from programs.rulebook import read_rulebook
from tests.cast import partner_actor, staff_actor

pytestmark = pytest.mark.django_db
NOW, TODAY = datetime(2026, 2, 16, 12, tzinfo=UTC), date(2026, 2, 16)
DATA = {
    "kind": "cloud",
    "account": "https://acme.bitrix24.com/",
    "company": "Acme Ltd",
    "country": "CY",
    "origin": "purchase",
    "name": "Ann",
    "email": "ann@acme.example",
    "phone": "+357 25 111111",
}
GIVEN = {"today": TODAY, "now": NOW}


def add(partner, actor=None, **changes):
    actor = actor or Actor.system(partner.program_id)
    with bind_actor(actor):
        return add_client(actor=actor, partner=partner, **{**DATA, **changes, **GIVEN})


def opened(partner, client=None, **changes):
    system = Actor.system(partner.program_id)
    given = {
        "kind": "subscription" if client else "key",
        "product": "cloud_standard_year",
        "plan": "Cloud Standard",
        "seats": 50,
        "starts_on": TODAY,
        "ends_on": date(2027, 2, 15),
        "reference": "order-1/1",
        **GIVEN,
        **changes,
    }
    with bind(partner.program_id):
        return open_licence(actor=system, client=client, partner=partner, **given)


def test_a_client_is_linked_with_its_contact_encrypted(alpha, alice):
    client = add(alpha, partner_actor(alpha, alice))
    assert (client.account, client.origin, client.first_paid_on) == ("acme.bitrix24.com", "purchase", None)
    assert "ann" not in client.contact
    assert unseal(client.contact).email == "ann@acme.example"
    assert is_new_client(client)


def test_the_same_account_is_found_again_by_its_partner_and_refused_to_another(alpha, beta, bob):
    client = add(alpha)
    assert add(alpha, account="ACME.bitrix24.com", company="Acme again").pk == client.pk
    with pytest.raises(UnableToAddClient) as refused:
        add(beta, partner_actor(beta, bob))
    assert "account" in refused.value.problems


@pytest.mark.rule("B24-2.3.2")
def test_the_partners_own_data_are_refused(alpha, alice):
    with bind(alpha.program_id):
        alpha.email, alpha.phone, alpha.legal = "sales@alpha-works.example", "+35725000001", {"tax_id": "CY10259033P"}
        alpha.save()
    own = {
        "email": {"email": "other@alpha-works.example"},
        "phone": {"phone": "25 000001"},
        "tax_id": {"tax_id": "10259033P"},
    }
    for field, changes in own.items():
        with pytest.raises(UnableToAddClient) as refused:
            add(alpha, partner_actor(alpha, alice), **changes)
        assert set(refused.value.problems) == {field}
    with pytest.raises(UnableToAddClient) as refused:
        add(alpha, partner_actor(alpha, alice), email=alice.email)
    assert "team" in refused.value.problems["email"]


@pytest.mark.rule("B24-2.3.1")
@pytest.mark.parametrize("account", ["", "acme", "acme.example.com", "a.b.bitrix24.com"])
def test_a_missing_or_foreign_account_is_refused(alpha, account):
    with pytest.raises(UnableToAddClient) as refused:
        add(alpha, account=account)
    assert "account" in refused.value.problems


def test_a_licence_is_opened_once_a_reference(alpha):
    client = add(alpha)
    licence = opened(alpha, client)
    assert opened(alpha, client).pk == licence.pk
    with bind(alpha.program_id):
        client.refresh_from_db()
        assert ClientLicence.objects.count() == 1
        assert had_commercial_subscription(alpha.program_id, "acme.bitrix24.com")
    assert client.first_paid_on == TODAY
    assert not is_new_client(client)


def test_a_partner_may_not_open_a_licence(alpha, alice):
    actor = partner_actor(alpha, alice)
    with bind_actor(actor), pytest.raises(PermissionDenied):
        open_licence(
            actor=actor,
            client=None,
            partner=alpha,
            kind="key",
            product="p",
            plan="p",
            seats=1,
            starts_on=TODAY,
            ends_on=None,
            reference="x",
            **GIVEN,
        )


def test_keys_are_random_encrypted_and_found_however_typed(alpha):
    one, two = opened(alpha), opened(alpha, reference="order-1/2")
    key = unsealed(one.sealed_key)
    assert key != unsealed(two.sealed_key)
    assert key not in one.sealed_key
    assert one.register_by == TODAY + timedelta(days=7)
    with bind(alpha.program_id):
        assert licence_of_key(Actor.system(alpha.program_id), key.lower().replace("-", " ")).pk == one.pk


@pytest.mark.rule("B24-2.3a")
def test_a_key_is_registered_to_the_end_user_once(alpha, beta, alice):
    licence, actor = opened(alpha), partner_actor(alpha, alice)
    client = add(alpha, kind="on_premise", account="")
    foreign = add(beta, kind="on_premise", account="")
    with bind_actor(actor):
        with pytest.raises(UnableToRegister):
            register_licence(actor=actor, licence=licence, client=foreign, **GIVEN)
        row = register_licence(actor=actor, licence=licence, client=client, **GIVEN)
        assert (row.registered_to, row.registered_on) == ("Acme Ltd", TODAY)
        with pytest.raises(UnableToRegister):
            register_licence(actor=actor, licence=licence, client=client, **GIVEN)


def test_a_move_takes_the_licences_along_and_leaves_the_seller(alpha, beta, charlie, alice):
    client = add(alpha)
    licence = opened(alpha, client)
    manager = staff_actor(alpha.program, charlie)
    with bind_actor(manager):
        with pytest.raises(UnableToMoveClient):
            move_client(actor=manager, client=client, to=beta, reason=" ", **GIVEN)
        with pytest.raises(UnableToMoveClient):
            move_client(actor=manager, client=client, to=alpha, reason="They asked", **GIVEN)
        move_client(actor=manager, client=client, to=beta, reason="They asked", **GIVEN)
        licence.refresh_from_db()
        assert (licence.partner_id, licence.seller_id) == (beta.pk, alpha.pk)
    with bind_actor(partner_actor(alpha, alice)):
        assert client_of_account(partner_actor(alpha, alice), "acme.bitrix24.com") is None
    with bind_actor(partner_actor(alpha, alice)), pytest.raises(PermissionDenied):
        move_client(actor=partner_actor(alpha, alice), client=client, to=beta, reason="x", **GIVEN)


def test_the_history_of_moves_only_grows(alpha, beta, charlie):
    client, manager = add(alpha), staff_actor(alpha.program, charlie)
    with bind_actor(manager):
        move_client(actor=manager, client=client, to=beta, reason="They asked", **GIVEN)
        with pytest.raises(Exception, match=r"append-only|denied|refused"), transaction.atomic():
            ClientMove.objects.update(reason="nothing")


def test_two_records_are_merged(alpha, beta, charlie):
    cloud, plain = add(alpha), add(beta, kind="on_premise", account="", tax_id="10259033P")
    licence = opened(beta, plain, kind="key", starts_on=date(2025, 1, 1), reference="o/2")
    manager = staff_actor(alpha.program, charlie)
    with bind_actor(manager):
        merge_clients(actor=manager, client=plain, into=cloud, reason="Same company", **GIVEN)
        licence.refresh_from_db()
        cloud.refresh_from_db()
        assert (licence.client_id, licence.partner_id, licence.seller_id) == (cloud.pk, alpha.pk, beta.pk)
        assert (cloud.tax_id, cloud.first_paid_on) == ("10259033P", TODAY)
        assert list(Client.objects.current()) == [cloud]
        with pytest.raises(UnableToMoveClient):
            merge_clients(actor=manager, client=plain, into=cloud, reason="Again", **GIVEN)


@pytest.mark.rule("B24-g")
def test_seats_count_once_on_the_day_six_months_are_complete(alpha):
    client = add(alpha)
    opened(alpha, client, today=date(2025, 8, 17), starts_on=date(2025, 8, 17), ends_on=date(2026, 8, 16))
    system, rulebook = Actor.system(alpha.program_id), None
    with bind(alpha.program_id):
        rulebook = read_rulebook(alpha.program_id)
        assert count_seats(actor=system, rulebook=rulebook, today=date(2026, 2, 15), now=NOW) == 0
        assert count_seats(actor=system, rulebook=rulebook, today=TODAY, now=NOW) == 1
        assert count_seats(actor=system, rulebook=rulebook, today=TODAY, now=NOW) == 0
        counted = Activity.objects.get(kind="client_seats")
        assert (counted.on, counted.quantity, counted.partner_id) == (TODAY, 50, alpha.pk)


@pytest.mark.rule("B24-g")
def test_seats_of_a_client_that_moved_are_the_new_partners(alpha, beta, charlie):
    client, manager = add(alpha), staff_actor(alpha.program, charlie)
    opened(alpha, client, today=date(2025, 8, 17), starts_on=date(2025, 8, 17), ends_on=date(2026, 8, 16))
    with bind(alpha.program_id):
        move_client(actor=manager, client=client, to=beta, reason="They asked", **GIVEN)
        count_seats(
            actor=Actor.system(alpha.program_id), rulebook=read_rulebook(alpha.program_id), today=TODAY, now=NOW
        )
        assert Activity.objects.get(kind="client_seats").partner_id == beta.pk


@pytest.mark.rule("B24-g")
def test_a_client_that_paid_before_has_no_new_seats(alpha):
    client = add(alpha, known_before=True)
    opened(alpha, client, today=date(2025, 8, 17), starts_on=date(2025, 8, 17), ends_on=date(2026, 8, 16))
    with bind(alpha.program_id):
        rulebook = read_rulebook(alpha.program_id)
        assert count_seats(actor=Actor.system(alpha.program_id), rulebook=rulebook, today=TODAY, now=NOW) == 0


@pytest.mark.rule("B24-3.2")
def test_an_excluded_order_takes_back_its_seats(alpha):
    client = add(alpha)
    licence = opened(alpha, client, today=date(2025, 8, 17), starts_on=date(2025, 8, 17), ends_on=date(2026, 8, 16))
    system = Actor.system(alpha.program_id)
    with bind(alpha.program_id):
        rulebook = read_rulebook(alpha.program_id)
        count_seats(actor=system, rulebook=rulebook, today=TODAY, now=NOW)
        end_licence(actor=system, licence=licence, on=TODAY, reason="Own use", counts=False, **GIVEN)
        given = {"rulebook": rulebook, "reason": "Own use", **GIVEN}
        assert recount_seats(actor=system, client_ids=[client.pk], **given) == 0, "the end itself took them back"
        assert not Activity.objects.filter(kind="client_seats").effective().exists()
        assert count_seats(actor=system, rulebook=rulebook, today=TODAY, now=NOW) == 0


def test_the_database_refuses_a_second_client_of_an_account(alpha, beta):
    client = add(alpha)
    with bind(alpha.program_id), pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.create(
            program=alpha.program,
            partner=beta,
            kind="cloud",
            account=client.account,
            company="X",
            country="CY",
            origin="purchase",
            linked_on=TODAY,
            added_at=NOW,
        )
