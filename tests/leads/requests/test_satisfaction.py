"""The client is asked by email: one click opens the form with the stars chosen, and a person sends it (B24-6.1)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outgoing
from django.core.cache import cache

from common.tenancy import bind
from leads.jobs import keep
from leads.models import LeadRequest, Reservation
from tests.leads.network import NOW, promote, reserved
from tests.notices.post import deliver

pytestmark = pytest.mark.django_db


@pytest.mark.rule("B24-6.1")
def test_a_click_in_the_email_chooses_and_a_person_confirms(program, alpha, alice, visit):
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        held = reserved(promote(alpha))
        visit(alice).post(f"/dashboard/leads/{held.pk}/", {"step": "lost", "reason": "Price"})
    later = NOW + timedelta(days=20)
    with bind(program.pk):
        LeadRequest.objects.filter(pk=held.lead_id).update(state="closed", closed_at=NOW)
    with time_machine.travel(later, tick=False):
        keep()
        while deliver(program, now=later):
            pass
        asked = [one for one in outgoing.outbox if "How did it go" in one.subject]
        assert len(asked) == 1
        links = re.findall(r"https?://\S+/request/follow/[\w-]+/\?stars=\d", asked[0].body)
        assert [link[-1] for link in dict.fromkeys(links)] == ["5", "4", "3", "2", "1"]
        where = re.search(r"/request/follow/[\w-]+/", links[0])[0]
        page = visit().get(f"{where}?stars=4").content.decode()
        assert re.search(r'value="4"[^>]*(selected|checked)', page)
        with bind(program.pk):
            assert Reservation.objects.get().stars is None
        visit().post(where, {"step": f"rate-{held.pk}", "stars": "4", "text": ""})
        with bind(program.pk):
            assert Reservation.objects.get().stars == 4
