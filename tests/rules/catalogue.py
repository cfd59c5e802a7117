"""The catalogue of every rule of the five program documents, read from the TOML files beside this module."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what must be true of the running portal.

    `planned` names the issue or theme that brings it, '' for a rule that tests must prove now; `later` says
    what of a rule proved now is still to come.
    """

    id: str
    says: str
    planned: str = ""
    later: str = ""


def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of the documents. Raises `ValueError` on an id given twice."""
    found: dict[str, Rule] = {}
    for name in ("b24", "bps", "bsm", "net", "kkv"):
        data = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
        for row in data["rule"]:
            rule = Rule(**row)
            if rule.id in found:
                raise ValueError(f"{name}.toml: the rule {rule.id} stands twice")
            found[rule.id] = rule
    return found
