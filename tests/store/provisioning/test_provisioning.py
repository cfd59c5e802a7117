"""A payment reaches the vendor's product: signed, in order, once by its id; broken webhooks pause and managers hear."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from clients.keys import unsealed
from clients.models import ClientLicence, ClientLook
from clients.queries import licence_of_key
from common.actor import Actor
from common.encryption import decrypt
from common.tenancy import bind
from nfr.ending import roll_back_all
from nfr.models import NfrGrant
from notices.models import Mail, Notice
from programs.rulebook import read_rulebook
from store.models import ProvisioningEndpoint, ProvisioningMessage
from store.orders.operations.correcting import refund_order
from store.pricing.quoting import EndClient, Wanted
from store.provisioning import sending
from store.provisioning.rules import ENDPOINT_PAUSES, Answer
from store.provisioning.sending import send_next
from tests.cast import partner_actor, staff_actor
from tests.nfr import acts as nfr
from tests.notices.post import deliver, fan_out_all
from tests.store import shop
from tests.store.provisioning.product import product

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with product() as found:
        yield found


@pytest.fixture
def seller(program, alpha, alice):
    """Alpha may buy."""
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976"}, email="billing@alpha.example")
    shop.promote(alpha, "silver")
    with time_machine.travel(shop.NOW, tick=False):
        yield alpha


def bought(partner, user, code="cloud_standard_year", quantity=1, client=shop.ACME):
    wanted = Wanted(shop.product(partner.program, code), quantity, client)
    return shop.pay(shop.place(partner_actor(partner, user), partner, wanted))


def connect(server, visit, charlie) -> ProvisioningEndpoint:
    """A manager adds the product's webhook and gives the product the secret, which the page shows."""
    page = visit(charlie).post("/admin/store/provisioningendpoint/new/", {"name": "License server", "url": server.url})
    server.secret = re.search(r"whsec_[\w+/=]+", page.content.decode())[0]
    row = ProvisioningEndpoint.objects.get()
    assert server.secret not in row.sealed_secret
    return row


def pump(program, now=shop.NOW):
    """Send everything that is due."""
    found = []
    with time_machine.travel(now, tick=False), bind(program.pk):
        while (answer := send_next(program=program, now=now)) is not None:
            found.append(answer)
    return found


def messages():
    return list(ProvisioningMessage.objects.order_by("pk").values_list("kind", "sequence", "state"))


@pytest.mark.rule("B24-2.2a")
def test_without_a_webhook_a_paid_license_is_active_at_once(seller, alice, program):
    bought(seller, alice)
    with bind(program.pk):
        assert messages() == [("license.activated", 1, "done")]
        assert ProvisioningMessage.objects.get().endpoint is None
        assert ClientLicence.objects.get().state == "active"


@pytest.mark.rule("B24-2.2a")
def test_the_product_hears_of_a_sale_and_its_refund_in_order(seller, alice, program, server, visit, charlie):
    with bind(program.pk):
        connect(server, visit, charlie)
    order = bought(seller, alice, client=EndClient(company="Acme", country="DE", account="https://acme.bitrix24.de"))
    with bind(program.pk):
        actor = staff_actor(program, charlie)
        refund_order(actor=actor, order=order, reason="Sent back", today=shop.TODAY, now=shop.NOW)
        assert messages() == [("license.activated", 1, "waiting"), ("license.deactivated", 2, "waiting")]
    assert pump(program) == [Answer.DONE, Answer.DONE]
    assert [(said["type"], said["data"]["sequence"]) for _id, said in server.heard] == [
        ("license.activated", 1),
        ("license.deactivated", 2),
    ]
    first = server.heard[0][1]["data"]
    assert (first["account"], first["company"], first["partner"]) == ("acme.bitrix24.de", "Acme", "alpha")
    with bind(program.pk):
        again = ProvisioningMessage.objects.order_by("pk")[0]
    told = visit(charlie).post(f"/admin/store/provisioningmessage/{again.pk}/again/", follow=True)
    assert "sent within a minute" in told.content.decode()
    pump(program)
    assert [known for known, _said in server.heard] == [again.message_id, server.heard[1][0], again.message_id]


def test_a_broken_webhook_backs_off_pauses_and_the_managers_hear(seller, alice, program, server, visit, charlie):
    with bind(program.pk):
        endpoint = connect(server, visit, charlie)
    bought(seller, alice)
    server.answers = [503] * 9
    now = shop.NOW
    assert (pump(program, now), pump(program, now)) == ([Answer.BROKEN], [])  # left alone for a minute
    for wait in ENDPOINT_PAUSES:
        now += wait
        assert pump(program, now) == [Answer.BROKEN]
    assert pump(program, now + timedelta(days=9)) == []
    with bind(program.pk):
        endpoint.refresh_from_db()
        assert (endpoint.state, endpoint.failures, messages()[0][2]) == ("paused", 8, "waiting")
        told = Mail.objects.get(to=charlie.email, subject="Webhook License server is paused")
    assert "503" in told.text
    home = visit(charlie).get("/admin/").content.decode()
    assert "Paused webhooks" in home
    server.answers = []
    visit(charlie).post(f"/admin/store/provisioningendpoint/{endpoint.pk}/resume/")
    assert pump(program, now) == [Answer.DONE]


def test_a_message_that_the_product_refuses_holds_up_no_other(seller, alice, program, server, visit, charlie):
    with bind(program.pk):
        connect(server, visit, charlie)
    bought(seller, alice, quantity=2)
    server.answers = [422]
    assert pump(program) == [Answer.REFUSED, Answer.DONE]
    server.answers = [422] * 4
    now = shop.NOW
    for _each in range(4):
        now += timedelta(hours=13)
        pump(program, now)
    with bind(program.pk):
        assert [state for *_rest, state in messages()] == ["failed", "done"]
    page = visit(charlie).get("/admin/store/provisioningmessage/?state=refused").content.decode()
    assert "answered 422" in page


def test_a_new_secret_signs_beside_the_old_one_for_a_day(seller, alice, program, server, visit, charlie):
    with bind(program.pk):
        endpoint = connect(server, visit, charlie)
    visit(charlie).post(f"/admin/store/provisioningendpoint/{endpoint.pk}/secret/")
    bought(seller, alice)
    assert pump(program) == [Answer.DONE]  # the product still has the old one
    with bind(program.pk):
        endpoint.refresh_from_db()
        assert sending.secrets_of(endpoint, shop.NOW)[1] == server.secret
        assert len(sending.secrets_of(endpoint, shop.NOW + timedelta(days=1))) == 1


@pytest.mark.rule("B24-2.2a", "B24-2.3.1")
def test_the_key_is_in_the_sent_email_and_nowhere_else(seller, alice, program, server, visit, charlie, caplog):
    """R15: outbox, inbox, webhooks in the database and logs hold a reference only."""
    with bind(program.pk):
        connect(server, visit, charlie)
    bought(seller, alice, code="on_premise_50", client=EndClient(company="", country="DE"))
    with bind(program.pk):
        licence = ClientLicence.objects.get(kind="key")
        key = unsealed(licence.sealed_key)
        assert key not in licence.sealed_key
        row = Mail.objects.get(key__endswith="/billing")
        assert not any(key in each for each in (row.text, row.sealed, decrypt(row.sealed)))
        assert not any(key in text for text in Notice.objects.values_list("body", flat=True))
        assert not any(key in str(content) for content in ProvisioningMessage.objects.values_list("content", flat=True))
        assert not ClientLook.objects.exists()
    fan_out_all(program)
    while deliver(program):
        pass
    sent = [one for one in mail.outbox if key in one.body]
    assert [one.to for one in sent] == [["billing@alpha.example"]]
    pump(program)
    assert server.heard[0][1]["data"]["key"] == key
    assert key not in caplog.text
    page = visit(alice).post(reverse("clients:key", args=[licence.pk])).content.decode()
    assert key in page
    with bind(program.pk):
        assert ClientLook.objects.get().by == alice
        assert key not in str(list(Mail.objects.values()))


def test_keys_and_secrets_move_to_new_keys(seller, alice, program, server, visit, charlie, settings):
    """The license is found by its key whatever was changed, and a digest by the former SECRET_KEY is renewed."""
    from cryptography.fernet import Fernet
    from django.utils.crypto import salted_hmac

    with bind(program.pk):
        endpoint = connect(server, visit, charlie)
    bought(seller, alice, code="on_premise_50", client=EndClient(company="", country="DE"))
    actor = Actor.system(program.pk)
    with bind(program.pk):
        sold = ClientLicence.objects.get(kind="key")
        key = unsealed(sold.sealed_key)
        before = salted_hmac("clients.key", key.replace("-", ""), algorithm="sha256").hexdigest()
        assert before != sold.key_digest
        ClientLicence.objects.update(key_digest=before)
        assert licence_of_key(actor, key.lower()) == sold
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    call_command("rotate-keys", verbosity=0)
    settings.ENCRYPTION_KEYS, settings.SECRET_KEY = settings.ENCRYPTION_KEYS[:1], "another" * 10
    with bind(program.pk):
        endpoint.refresh_from_db()
        assert decrypt(endpoint.sealed_secret) == server.secret
        assert licence_of_key(actor, key) == sold
    assert pump(program) == [Answer.DONE]


@pytest.mark.rule("B24-8.1a", "B24-8.1b", "B24-8.2")
def test_the_product_hears_of_nfr_licenses(program, seller, alice, server, visit, charlie):
    with bind(program.pk):
        connect(server, visit, charlie)
    cloud = nfr.claim(seller, alice, on=shop.TODAY)
    nfr.claim(seller, alice, kind="on_premise", account="", on=shop.TODAY)
    nfr.extended(cloud, staff_actor(program, charlie), shop.TODAY)
    with bind(program.pk):
        roll_back_all(partner_id=seller.pk, rulebook=read_rulebook(program.pk), today=shop.TODAY, now=shop.NOW)
        key = unsealed(NfrGrant.objects.get(form="on_premise").sealed_key)
    pump(program)
    said = [(heard["type"].partition(".")[2], heard["data"]) for _id, heard in server.heard]
    assert [what for what, data in said if data["kind"] == "subscription"] == ["activated", "changed", "deactivated"]
    assert [(what, data.get("key")) for what, data in said if data["kind"] == "key"] == [
        ("activated", key),
        ("deactivated", None),
    ]
    first = said[0][1]
    assert (first["license"], first["nfr"], first["partner"]) == (f"nfr-{cloud.pk}", True, "alpha")
    assert (first["account"], first["limits"]["sites"]) == (cloud.account, 5)
    page = visit(charlie).get("/admin/store/provisioningmessage/?q=nfr-").content.decode()
    assert f"nfr-{cloud.pk}" in page
