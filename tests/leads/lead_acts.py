"""What the buttons of requests are given, for tests that press every button of the admin."""

from collections.abc import Callable
from typing import Any

from tests.cast import admit
from tests.leads.network import cover, first, reserved, send

ACTS: dict[str, Callable[[Any], tuple[Any, dict[str, Any]]]] = {
    "leads.leadrequest/assign-partner": lambda w: (
        send(w.program).lead.pk,
        {"partner": w.partner.pk, "reason": "Its client"},
    ),
    "leads.leadrequest/merge": lambda w: (send(w.program, after=send(w.program)).lead.pk, {"into": first(w.program)}),
    "leads.leadrequest/close": lambda w: (send(w.program).lead.pk, {"reason": "Not a request"}),
    "leads.leadrequest/erase": lambda w: (send(w.program).lead.pk, {}),
    "leads.reservation/reassign": lambda w: (
        reserved(w.partner).pk,
        {"partner": admit(w.program, "heir", "Heir Ltd").pk, "reason": "Nobody called"},
    ),
    "leads.reservation/take-away": lambda w: (reserved(w.partner).pk, {"reason": "Nobody called"}),
    "leads.reservation/rating": lambda w: (reserved(w.partner, stars=1).pk, {"note": "Called both."}),
    "leads.location/approve": lambda w: (cover(w.partner, "MT", state="waiting").pk, {}),
    "leads.location/decline": lambda w: (cover(w.partner, "MT", state="waiting").pk, {"reason": "Too far"}),
    "desk.savedview/remove": lambda w: (w.view().pk, {}),
    "reports.reportmail/stop": lambda w: (w.report_mail().pk, {}),
}
