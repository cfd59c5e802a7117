"""Buttons on questions to partners and on their trademark requests, for tests/portal/admin/acts.py."""

from datetime import timedelta
from typing import Any

from partners.models import InformationRequest
from tests.careers import NOON, TODAY

DAY = timedelta(days=1)


def _late(w: Any) -> int:
    asked = {"question": "Why?", "asked_by": w.manager, "asked_at": NOON, "due_on": TODAY - DAY}
    return InformationRequest.objects.create(**w.own, **asked).pk


ACTS = {
    "partners.informationrequest/remind": lambda w: (_late(w), {}),
    "partners.informationrequest/more-time": lambda w: (_late(w), {"due_on": TODAY + 10 * DAY}),
    "partners.informationrequest/withdraw": lambda w: (_late(w), {}),
    "partners.trademarkrequest/approve": lambda w: (w.use().pk, {}),
    "partners.trademarkrequest/decline": lambda w: (w.use().pk, {"note": "Not on mugs."}),
}
READS = {
    "partners.informationrequest/measure": "goes on to the partner's page (tests/partners/measures/test_following.py)"
}
