"""What the buttons of orders, checks and exemptions are given, for tests that press every button of the admin."""

from collections.abc import Callable
from typing import Any

from tests.careers import TODAY
from tests.store.exemptions.rows import exemption_request
from tests.store.rows import check, exemption, order, paid_order

ACTS: dict[str, Callable[[Any], tuple[Any, dict[str, Any]]]] = {
    "store.taxexemption/approve": lambda w: (
        None,
        {"partner": w.partner.pk, "proof": "DE-17", "starts_on": TODAY, "ends_on": ""},
    ),
    "store.taxexemption/end": lambda w: (exemption(w.partner, w.user).pk, {}),
    "store.exemptionrequest/approve": lambda w: (exemption_request(w.partner, w.user).pk, {"ends_on": ""}),
    "store.exemptionrequest/decline": lambda w: (exemption_request(w.partner, w.user).pk, {"reason": "Not readable"}),
    "store.order/confirm": lambda w: (order(w.partner, w.user).pk, {"paid_on": TODAY}),
    "store.order/refund": lambda w: (paid_order(w.partner, w.user).pk, {"line_1": "1", "reason": "Sent back"}),
    "store.order/exclude": lambda w: (paid_order(w.partner, w.user).pk, {"reason": "Its own"}),
    "store.order/restricted": lambda w: (paid_order(w.partner, w.user).pk, {"reason": "On a list"}),
    "store.order/include": lambda w: (paid_order(w.partner, w.user, excluded=True).pk, {"reason": "A mistake"}),
    "store.compliancecheck/clear": lambda w: (check(w.partner, w.user).pk, {"reason": "Checked"}),
    "store.compliancecheck/ask": lambda w: (check(w.partner, w.user).pk, {"question": "Who owns it?"}),
    "store.compliancecheck/refuse": lambda w: (check(w.partner, w.user).pk, {"reason": "On a list"}),
    "store.order/cancel": lambda w: (order(w.partner, w.user).pk, {"reason": "Never paid."}),
}
