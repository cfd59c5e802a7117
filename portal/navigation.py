"""The dashboard's tabs, in their order: the address's name, its words, and the permission that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may
from common.actor import Actor

TABS: tuple[tuple[str, str | Promise, str], ...] = (
    ("dashboard", _("Standing"), "dashboard.view"),
    ("points", _("Points"), "records.view"),
    ("activities", _("Activities"), "records.view"),
    ("history", _("History"), "records.view"),
    ("notices", _("Notices"), "notices.view"),
)


@dataclass(frozen=True)
class Tab:
    """One tab; ``current`` on the page it leads to and on those below, ``count`` of what is new there."""

    address: str
    words: str | Promise
    current: bool
    count: int = 0


def tabs(actor: Actor, path: str, counts: Mapping[str, int] | None = None) -> list[Tab]:
    """The tabs that the actor's role opens; the one whose address begins ``path`` the longest is the current one.

    ``counts`` says, by the address's name, how much is new behind a tab.
    """
    new = counts or {}
    shown = [(reverse(name), words, new.get(name, 0)) for name, words, permission in TABS if may(actor, permission)]
    here = max((address for address, *_rest in shown if path.startswith(address)), key=len, default="")
    return [Tab(address, words, address == here, count) for address, words, count in shown]
