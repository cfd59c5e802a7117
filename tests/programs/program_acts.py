"""What the buttons of sites and staff are given, for tests that press every button of the admin."""

from collections.abc import Callable
from typing import Any

ACTS: dict[str, Callable[[Any], tuple[Any, dict[str, Any]]]] = {
    "programs.site/new": lambda w: (
        None,
        {"host": "new.localhost", "language": "en", "currency": "EUR", "entity": w.site.entity},
    ),
    "programs.site/edit": lambda w: (
        w.site.pk,
        {"host": w.site.host, "language": "de", "currency": "EUR", "entity": w.site.entity},
    ),
    "programs.staff/invite": lambda w: (None, {"email": "y@vendor.example", "role": "manager"}),
    "programs.staff/role": lambda w: (w.colleague().pk, {"role": "administrator"}),
    "programs.staff/remove": lambda w: (w.colleague().pk, {}),
}
