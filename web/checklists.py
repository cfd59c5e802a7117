"""First steps with their reasons and buttons, until they are done: each app registers its own in `checklist.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from accounts.permissions import may
from common.actor import Actor
from common.languages import listed
from web.mixed_rows import Row, Source

Rules = Any  # a `Definition`, which this kit must not import; None before any are published
Words = str | Promise | Callable[[Rules], str]
PARTNER, PROGRAM, INSTALLATION = "partner", "program", "installation"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a checklist: ``done`` returns rows whose existence means that it is done, or says so itself.

    ``waits`` does the same for a step that its person has done and the vendor has to approve. ``others`` are rows of
    people who have to act then, with a lookup to their names, and ``others_words`` what they have to do (``%(who)s``).
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
    others: Callable[[Actor, Rules], tuple[QuerySet[Any], str]] | None = None
    others_words: str | Promise = ""


@dataclass(frozen=True)
class Shown:
    """A step on the page; ``waits`` for an open one that the vendor has to approve.

    ``others`` says for whom an open one waits, and ``by`` is its last day, if it has one.
    """

    title: str
    why: str
    button: str
    address: str
    done: bool
    waits: bool = False
    others: str = ""
    by: date | None = None


_WAITS, _OTHERS = ":waits", ":others"
MOST_OTHERS = 3  # people named in a step
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
        if step.others:
            people, name = step.others(actor, rules)
            found[_code(checklist, step) + _OTHERS] = Source(people.order_by("pk"), MOST_OTHERS, key="", told=name)
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
        people = [] if done else [row.told for row in gathered.get(code + _OTHERS, ())]
        others = str(step.others_words) % {"who": listed(people)} if people else ""
        found.append(Shown(title, why, button, address, done, waits, others))
    return [] if all(each.done for each in found) else found


def _steps(checklist: str, actor: Actor, rules: Rules) -> Iterable[Step]:
    known = sorted(_registered.get(checklist, {}).values(), key=lambda each: each.place)
    return [each for each in known if may(actor, each.permission) and each.kept(rules)]


def _code(checklist: str, step: Step) -> str:
    return f"{checklist}:{step.code}"


def _worded(words: Words, rules: Rules) -> str:
    return words(rules) if callable(words) else str(words)
