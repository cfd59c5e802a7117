"""kill -9 of web and worker at every step of fulfilment: each paid order is fulfilled once, whatever was killed."""

import time

import pytest

from activities.models import Activity
from clients.models import ClientLicence
from common import clock
from common.encryption import encrypt
from common.tenancy import bind
from notices.models import Mail
from store.models import Delivery, Invoice, InvoiceCounter, Order, ProvisioningEndpoint, ProvisioningMessage
from store.orders.operations.paying import AlreadyPaid
from store.pricing.quoting import EndClient, Wanted
from store.provisioning.rules import new_secret
from store.provisioning.sending import send_next
from tests.cast import partner_actor
from tests.nursery import Nursery
from tests.samples import sample
from tests.store import shop
from tests.store.doomed import POINTS
from tests.store.provisioning.product import product

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
ROUNDS = sample(1, campaign=20)  # ten kills each
OF_WORKER = ("sending", "sent")


@pytest.fixture
def nursery(site):
    found = Nursery("tests.store.doomed")
    yield found
    found.close()


def placed(plan, alpha, alice, number):
    """An order of a key and of two units of a subscription, each for its own client."""
    client = EndClient(company=f"Client {number}", country="DE", account=f"client-{number}.bitrix24.de")
    wanted = [Wanted(plan, 2, client), Wanted(shop.product(alpha.program, "on_premise_50"), 1, EndClient("", "DE"))]
    return shop.place(partner_actor(alpha, alice), alpha, *wanted)


def pay_again(order):
    """What the manager does after the crash; the dead process's locks end as soon as the server notices."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            shop.pay(order)
            return
        except AlreadyPaid:
            return
        except Exception:  # a lock that is still held
            time.sleep(0.05)


def deliver_the_rest(program):
    with bind(program.pk):
        waiting = ProvisioningMessage.objects.filter(state="waiting").count()
    end = time.monotonic() + 20
    while waiting and time.monotonic() < end:
        with bind(program.pk):
            send_next(program=program, now=clock.now())  # the product refuses old signatures
            waiting = ProvisioningMessage.objects.filter(state="waiting").count()


@pytest.mark.rule("B24-2.2a")
def test_a_kill_at_any_step_fulfils_every_order_once(program, alpha, alice, charlie, nursery, settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    shop.load(program)
    shop.buyer(alpha, country="DE", legal={"tax_id": "DE136695976"})
    plan = shop.product(program, "cloud_standard_year")
    with product() as server:
        server.secret = new_secret()
        with bind(program.pk):
            ProvisioningEndpoint.objects.create(
                program=program, name="S", url=server.url, sealed_secret=encrypt(server.secret), added_at=shop.NOW
            )
        orders = []
        for turn in range(ROUNDS):
            for point in POINTS:
                if point in OF_WORKER:
                    nursery.kill_at(point, "worker")
                    continue
                orders.append(placed(plan, alpha, alice, f"{turn}-{len(orders)}"))
                nursery.kill_at(point, orders[-1].pk)
                if point != "committed":  # nothing of it is there
                    with bind(program.pk):
                        assert Order.objects.get(pk=orders[-1].pk).state == "placed"
                pay_again(orders[-1])
        deliver_the_rest(program)
        told = [(known, said["data"]["sequence"], said["data"].get("key")) for known, said in server.heard]
    _fulfilled_once(program, orders)
    assert {known for known, *_rest in told} == {f"license-{pk}-1" for pk in _licences(program)}
    assert len(told) <= len(set(told)) + ROUNDS  # one that was sent but not noted is repeated, as it was


def _fulfilled_once(program, orders):
    with bind(program.pk):
        assert set(Order.objects.values_list("state", flat=True)) == {"paid"}
        assert Delivery.objects.count() == ClientLicence.objects.count() == 3 * len(orders)
        digests = ClientLicence.objects.filter(kind="key").values_list("key_digest", flat=True)
        assert len(set(digests)) == len(orders)
        assert Activity.objects.filter(kind="sale").effective().count() == 2 * len(orders)
        numbers = sorted(Invoice.objects.filter(kind="invoice").values_list("sequence", flat=True))
        assert numbers == list(range(1, len(orders) + 1))
        assert InvoiceCounter.objects.get().last == len(orders)
        assert Mail.objects.filter(key__endswith="/paid/billing").count() in (0, len(orders))
        assert not ProvisioningMessage.objects.exclude(state="done").exists()


def _licences(program):
    with bind(program.pk):
        return list(ClientLicence.objects.values_list("pk", flat=True))
