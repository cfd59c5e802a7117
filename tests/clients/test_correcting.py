"""Managers leave seats out, count them again, and reactivate or register keys, in the admin."""

from datetime import date, timedelta

import pytest

from activities.models import Activity
from clients.daily import open_day
from clients.models import ClientLicence
from common.actor import Actor
from common.tenancy import bind
from notices.models import Notice
from programs.rulebook import read_rulebook
from store.models import ProvisioningMessage
from tests.careers import NOON
from tests.clients.test_operations import TODAY, add, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]
HALF_A_YEAR_AGO = date(2025, 8, 17)


def day(partner, on):
    with bind(partner.program_id):
        system = Actor.system(partner.program_id)
        return open_day(actor=system, rulebook=read_rulebook(partner.program_id), today=on, now=NOON)


def seats(partner):
    with bind(partner.program_id):
        counted = Activity.objects.filter(kind="client_seats").effective()
        return list(counted.values_list("quantity", flat=True))


@pytest.mark.rule("B24-g", "B24-3.2")
def test_seats_are_left_out_with_a_reason_and_counted_again(alpha, alice, charlie, visit):
    start = {"today": HALF_A_YEAR_AGO, "starts_on": HALF_A_YEAR_AGO, "ends_on": date(2026, 8, 16)}
    licence, desk = opened(alpha, add(alpha), **start), visit(charlie)
    later = add(alpha, account="later.bitrix24.com", company="Later Ltd")
    opened(alpha, later, reference="order-2", starts_on=TODAY)
    assert "50 pending until" in visit(alice).get("/dashboard/clients/").content.decode()
    day(alpha, TODAY)
    assert seats(alpha) == [50]
    address = f"/admin/clients/clientlicence/{licence.pk}"
    assert desk.post(f"{address}/leave-out/", {"reason": ""}).status_code == 200
    assert seats(alpha) == [50]
    assert desk.post(f"{address}/leave-out/", {"reason": "The partner's own company"}).status_code == 302
    assert seats(alpha) == []
    assert "just changed" in desk.post(f"{address}/leave-out/", {"reason": "Twice"}).content.decode()
    day(alpha, TODAY)
    assert seats(alpha) == []
    assert desk.post(f"{address}/count-again/", {"reason": "It was another company"}).status_code == 302
    day(alpha, TODAY)
    assert seats(alpha) == [50]


@pytest.mark.rule("B24-2.3a")
def test_a_deactivated_key_works_again_with_a_new_term_to_register_it(alpha, alice, charlie, visit):
    licence, desk = opened(alpha, today=date(2026, 2, 8)), visit(charlie)
    day(alpha, TODAY)
    address = f"/admin/clients/clientlicence/{licence.pk}"
    assert desk.post(f"{address}/reactivate/", {"reason": "They were ill"}).status_code == 302
    with bind(alpha.program_id):
        licence.refresh_from_db()
        assert (licence.state, licence.register_by) == ("active", TODAY + timedelta(days=7))
        assert "works again" in Notice.objects.get(key__contains="reactivated").subject
        told = ProvisioningMessage.objects.order_by("sequence").values_list("kind", flat=True)
        assert list(told)[-2:] == ["license.deactivated", "license.activated"]  # the product hears of it too
    assert "Only a deactivated key" in desk.post(f"{address}/reactivate/", {"reason": "Again"}).content.decode()
    end_user = add(alpha, kind="on_premise", account="")
    assert desk.post(f"{address}/register/", {"number": end_user.pk}).status_code == 302
    assert "Acme Ltd" in visit(alice).get("/dashboard/clients/keys/").content.decode()
    with bind(alpha.program_id):
        assert ClientLicence.objects.get().registered_on == TODAY
