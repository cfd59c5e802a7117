"""Definition files for tests: a small complete one, the presets, and changed copies."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRESETS = ROOT / "programs" / "presets"

SMALL = """
[program]
code = "club"
name = "The Club"
time_zone = "Europe/Berlin"
currencies = ["EUR"]

[activities.sale]
clause = "C-1"
name = "Sale"
amount = "required"
quantity = "optional"
quantity_unit = "license | licenses"
subject = "optional"
subject_is = "client"
attributes = { region = ["north", "south"] }
optional_attributes = ["region"]

[points.accounts.main]
clause = "C-2"
name = "Points"
life = "year"

[[points.rules]]
clause = "C-2"
code = "sale"
account = "main"
of = "sale"
points = 1
every = 10
field = "amount"

[[tracks]]
clause = "C-3"
code = "status"
name = "Status"
account = "main"
entry = { by = "acceptance", level = "first" }
downgrade = { clause = "C-3" }

[[tracks.levels]]
clause = "C-4"
code = "first"
name = "First"

[[tracks.levels]]
clause = "C-5"
code = "second"
name = "Second"
review = true
reach = [
  { clause = "C-5", code = "sales", name = "Sales", kind = "total", of = "sale", field = "amount", unit = "money", at_least = 100, window = "year" },
]
keep = [
  { clause = "C-5", code = "sales", name = "Sales", kind = "total", of = "sale", field = "amount", unit = "money", at_least = 200, window = "term" },
]

[[sites]]
clause = "C-6"
host = "club.localhost"
language = "de"
currency = "EUR"
"""  # noqa: E501


def preset(name: str) -> str:
    """Return the text of a preset."""
    return (PRESETS / f"{name}.toml").read_text(encoding="utf-8")


def changed(text: str, old: str, new: str) -> str:
    """Return the text with one part replaced; the part must exist."""
    assert old in text, f"not in the file: {old}"
    return text.replace(old, new, 1)
