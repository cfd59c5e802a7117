"""First steps with their reasons and buttons, until they are done: each app registers its own in `checklist.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from accounts.permissions import may
from common.actor import Actor
from web.mixed_rows import Row, Source

Rules = Any  # a `Definition`, which this kit must not import; None before any are published
Words = str | Promise | Callable[[Rules], str]
PARTNER, PROGRAM, INSTALLATION = "partner", "program", "installation"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a checklist: ``done`` returns rows whose existence means that it is done, or says so itself.

    ``waits`` does the same for a step that its person has done and the vendor has to approve.
    ``page`` is a URL name, or a function of the rules that returns an address. Without a page the step is done
    elsewhere, and ``why`` says where. ``kept`` tells whether the program's rules have such a step.
    """

    code: str
    title: Words
    why: Words
    done: Callable[[Actor, Rules], QuerySet[Any] | bool]
    permission: str
    place: int
    button: Words = ""
    page: str | Callable[[Rules], str] = ""
    kept: Callable[[Rules], object] = lambda rules: True
    waits: Callable[[Actor, Rules], QuerySet[Any]] | None = None


@dataclass(frozen=True)
class Shown:
    """A step on the page; ``waits`` for an open one that the vendor has to approve."""

    title: str
    why: str
    button: str
    address: str
    done: bool
    waits: bool = False


_WAITS = ":waits"
_registered: dict[str, dict[str, Step]] = {}


def add_step(checklist: str, step: Step) -> None:
    """Register a step of a checklist (``PARTNER``, ``PROGRAM`` or ``INSTALLATION``); lower places come first."""
    _registered.setdefault(checklist, {})[step.code] = step


def step_sources(checklist: str, actor: Actor, *, rules: Rules) -> dict[str, Source]:
    """What to gather to know which steps are done."""
    found = {}
    for step in _steps(checklist, actor, rules):
        done = step.done(actor, rules)
        if not isinstance(done, bool):
            found[_code(checklist, step)] = Source(done.order_by(), 1, key="")
        if step.waits:
            found[_code(checklist, step) + _WAITS] = Source(step.waits(actor, rules).order_by(), 1, key="")
    return found


def steps(checklist: str, actor: Actor, *, rules: Rules, gathered: Mapping[str, Sequence[Row]]) -> list[Shown]:
    """The steps of a checklist in their order; empty once all are done."""
    found = []
    for step in _steps(checklist, actor, rules):
        code = _code(checklist, step)
        done = bool(gathered[code]) if code in gathered else bool(step.done(actor, rules))
        address = step.page(rules) if callable(step.page) else reverse(step.page) if step.page else ""
        title, why, button = (_worded(words, rules) for words in (step.title, step.why, step.button))
        waits = not done and bool(gathered.get(code + _WAITS))
        found.append(Shown(title, why, button, address, done, waits))
    return [] if all(each.done for each in found) else found


def _steps(checklist: str, actor: Actor, rules: Rules) -> Iterable[Step]:
    known = sorted(_registered.get(checklist, {}).values(), key=lambda each: each.place)
    return [each for each in known if may(actor, each.permission) and each.kept(rules)]


def _code(checklist: str, step: Step) -> str:
    return f"{checklist}:{step.code}"


def _worded(words: Words, rules: Rules) -> str:
    return words(rules) if callable(words) else str(words)
