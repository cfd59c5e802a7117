"""The catalogue of all rules in the five program documents, read from the TOML files in this folder."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that the running portal must follow.

    `says` is the whole rule, with the parts that are still to come. `planned` names the theme that will
    implement it, '' if tests must prove it now. `later` says which part of a proven rule is still missing: the rule is
    proved in part.
    """

    id: str
    says: str
    planned: str = ""
    later: str = ""


def rules() -> dict[str, Rule]:
    """Every rule by its id, in document order. Raises `ValueError` for a duplicate id."""
    found: dict[str, Rule] = {}
    for name in ("b24", "bps", "bsm", "net", "kkv"):
        data = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
        for row in data["rule"]:
            rule = Rule(**row)
            if rule.id in found:
                raise ValueError(f"{name}.toml: the rule {rule.id} stands twice")
            found[rule.id] = rule
    return found
