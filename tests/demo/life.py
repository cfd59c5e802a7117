"""Replays an invented network with the pure engine, without a database."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

from demo.network import Network
from programs.definition import Definition
from programs.definition.load import load
from programs.definition.revisions import Revisions
from statuses.engine import Fact, History, Timeline, replay

PRESETS = Path(__file__).parents[2] / "programs" / "presets"


def definition_of(program: str) -> Definition:
    """The preset of a program."""
    return load((PRESETS / f"{program}.toml").read_text(encoding="utf-8"))


def lives(network: Network, definition: Definition, *, until: date) -> dict[str, Timeline]:
    """Every partner's timeline by code."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for number, (code, kind, on, amount, quantity, subject, _, attributes) in enumerate(network.activities):
        facts[code].append(
            Fact(
                number,
                kind,
                on,
                Decimal(amount) if amount else None,
                int(quantity) if quantity != "" else None,
                subject,
                json.loads(attributes or "{}"),
            )
        )
    revisions = Revisions([(date(2000, 1, 1), 1, definition)])
    return {
        row[0]: replay(History(row[4], "", facts[row[0]], (), row[3]), revisions, until) for row in network.partners
    }
