"""A partner's history written in a few lines, and the engine's results for it."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from programs.definition import Definition
from programs.definition.base import Part
from programs.definition.load import load
from programs.definition.revisions import Revisions
from statuses.engine import Explanation, Fact, History, ManagerDecision, Timeline, explain, replay
from statuses.engine.state import Change

PRESETS = Path(__file__).resolve().parents[3] / "programs" / "presets"
PROGRAMS = ("bitrix24", "bitrix-2011", "bitrix-sm11", "1c-bitrix", "1c-bitrix-kz")
BEFORE_ALL = date(2000, 1, 1)


@cache
def preset(program: str) -> Definition:
    """The program's own definition."""
    return load((PRESETS / f"{program}.toml").read_text(encoding="utf-8"))


def changed(part: Part, **parts: Any) -> Any:
    """A copy of a definition or part with changes; ``model_copy`` would keep values cached from the old parts."""
    known = {name: getattr(part, name) for name in type(part).model_fields}
    return type(part).model_construct(**known | parts)


def only(definition: Definition) -> Revisions:
    """A program with a single revision."""
    return Revisions([(BEFORE_ALL, 1, definition)])


def day(text: str) -> date:
    """Parse a date such as 2026-01-31."""
    return date.fromisoformat(text)


class Life:
    """A partner's activities and managers' decisions."""

    def __init__(
        self, program: str | Revisions, accepted_on: str, *, entry_level: str = "", currency: str = "EUR"
    ) -> None:
        self.revisions = only(preset(program)) if isinstance(program, str) else program
        self.accepted_on = day(accepted_on)
        self.entry_level = entry_level
        self.currency = currency
        self.facts: list[Fact] = []
        self.decisions: list[ManagerDecision] = []

    def did(
        self,
        on: str,
        kind: str,
        amount: int | str | None = None,
        *,
        quantity: int | None = None,
        subject: str = "",
        **attributes: Any,
    ) -> Fact:
        """Record an activity."""
        money = None if amount is None else Decimal(amount)
        fact = Fact(len(self.facts) + 1, kind, day(on), money, quantity, subject, attributes)
        self.facts.append(fact)
        return fact

    def decided(
        self,
        on: str,
        level: str,
        *,
        kind: Literal["exception", "penalty", "termination"] = "exception",
        track: str = "status",
    ) -> None:
        """Record a manager's decision."""
        self.decisions.append(ManagerDecision(len(self.decisions) + 1, day(on), track, kind, level, "Agreed by mail"))

    @property
    def history(self) -> History:
        return History(self.accepted_on, self.entry_level, tuple(self.facts), tuple(self.decisions), self.currency)

    def at(self, until: str) -> Timeline:
        """Replay up to and including a day."""
        return replay(self.history, self.revisions, day(until))

    def level(self, until: str, track: str = "status") -> str:
        """The level at the end of a day; empty for none."""
        state = self.at(until).states.get(track)
        return state.level if state else ""

    def points(self, until: str, account: str = "main") -> int:
        """Active points at the end of a day."""
        return self.at(until).ledger.total(account)

    def story(self, until: str, track: str = "status") -> list[str]:
        """The decisions, formatted as «2026-01-31 review silver > bronze»."""
        return [told(change) for change in self.at(until).changes if change.track == track]

    def explained(self, as_of: str, *, level: str | None = None, track: str = "status") -> Explanation:
        """The explanation of a track on a day."""
        found, _ = explain(self.history, self.revisions, day(as_of), level=level)
        return next(explanation for explanation in found if explanation.track.code == track)


def told(change: Change) -> str:
    """A decision in one line; a dash is no level."""
    return f"{change.on} {change.cause} {change.before or '-'} > {change.after or '-'}"
