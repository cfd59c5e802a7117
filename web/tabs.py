"""The dashboard's tabs, in their order: the address's name, its words, and the permission that shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may
from common.actor import Actor
from partners.measures.rules import access_penalty
from programs.definition import Definition

TABS: tuple[tuple[str, str | Promise, str], ...] = (
    ("dashboard", _("Standing"), "dashboard.view"),
    ("points", _("Points"), "records.view"),
    ("activities", _("Activities"), "records.view"),
    ("claims", _("Claims"), "claims.view"),
    ("history", _("History"), "records.view"),
    ("requests", _("Requests"), "information.view"),
    ("notices", _("Notices"), "notices.view"),
    ("profile", _("Profile"), "profile.view"),
    ("team", _("Team"), "team.view"),
    ("tokens", _("API tokens"), "tokens.manage"),
)


def _asked_in(rules: Definition) -> bool:
    admission = rules.admission
    return bool(admission and (admission.information_requests or admission.trademarks))


# Pages that are there only when the program's rules have a section about them.
SECTIONS: Mapping[str, Callable[[Definition], object]] = {
    "claims": lambda rules: any(kind.claim for kind in rules.activities.values()),
    "requests": lambda rules: _asked_in(rules) or access_penalty(rules) or (rules.store and rules.store.discount_cut),
    "team": lambda rules: rules.admission and rules.admission.team,
}


@dataclass(frozen=True)
class Tab:
    """One tab; ``current`` on the page it leads to and on those below, ``count`` of what is new there."""

    address: str
    words: str | Promise
    current: bool
    count: int = 0


def tabs(
    actor: Actor, path: str, counts: Mapping[str, int] | None = None, *, definition: Definition | None = None
) -> list[Tab]:
    """The tabs that the actor's role opens; the one whose address begins ``path`` the longest is the current one.

    ``counts`` says, by the address's name, how much is new behind a tab. A tab whose section the ``definition`` leaves
    out is not there.
    """
    new = counts or {}
    shown = [
        (reverse(name), words, new.get(name, 0))
        for name, words, permission in TABS
        if may(actor, permission) and (definition is None or name not in SECTIONS or SECTIONS[name](definition))
    ]
    here = max((address for address, *_rest in shown if path.startswith(address)), key=len, default="")
    return [Tab(address, words, address == here, count) for address, words, count in shown]
