"""What staff can do with clients and licenses in the admin, for the tests of every button."""

from tests.cast import admit
from tests.clients.test_operations import TODAY

ACTS = {
    "clients.client/link": lambda w: (
        None,
        {"partner": w.partner.code, "kind": "on_premise", "company": "Acme", "country": "CY"},
    ),
    "clients.client/move": lambda w: (
        w.client().pk,
        {"code": admit(w.program, "other", "Other").code, "reason": "They asked"},
    ),
    "clients.client/merge": lambda w: (w.client().pk, {"number": w.client().pk, "reason": "Same company"}),
    "clients.clientlicence/register": lambda w: (
        w.licence(kind="key", key_digest="d").pk,
        {"number": w.client().pk},
    ),
    "clients.clientlicence/reactivate": lambda w: (
        w.licence(kind="key", key_digest="d", state="deactivated", ended_on=TODAY).pk,
        {"reason": "Registered late"},
    ),
    "clients.clientlicence/leave-out": lambda w: (w.licence().pk, {"reason": "Own use"}),
    "clients.clientlicence/count-again": lambda w: (w.licence(counts=False).pk, {"reason": "A mistake"}),
    "clients.clientlicence/end": lambda w: (w.licence().pk, {"on": TODAY, "reason": "Refunded"}),
}
