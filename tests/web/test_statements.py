"""Statements are written once for people who are alike, and asked with each one's own values."""

from common.actor import Actor
from common.prepared import Slot
from web import statements
from web.statements import remembered

ALICE = Actor("partner", 1, 7, 10, "main")
BOB = Actor("partner", 2, 7, 20, "main")


def wrote(actor, seen, about=("offers",)):
    def write(alike):
        seen.append(alike)
        return "SELECT %s, %s, %s", ["open", alike.partner_id, alike.user_id]

    return remembered(actor, about, write)


def test_it_is_written_once_and_asked_with_everyones_own_values(monkeypatch):
    monkeypatch.setattr(statements, "_known", {})
    seen = []
    assert wrote(ALICE, seen) == ("SELECT %s, %s, %s", ["open", 10, 1])
    assert wrote(BOB, seen) == ("SELECT %s, %s, %s", ["open", 20, 2])
    assert len(seen) == 1
    assert isinstance(seen[0].partner_id, Slot)


def test_another_role_program_or_day_is_written_anew_and_nobody_else_is_remembered(monkeypatch):
    monkeypatch.setattr(statements, "_known", {})
    seen = []
    wrote(ALICE, seen)
    wrote(Actor("partner", 1, 7, 10, "sales"), seen)
    wrote(Actor("partner", 1, 8, 10, "main"), seen)
    wrote(ALICE, seen, about=("offers", "tomorrow"))
    assert len(seen) == 4
    staff = Actor("staff", 3, 7, role="manager")
    assert wrote(staff, seen)[1] == wrote(staff, seen)[1] == ["open", None, 3]
    assert len(seen) == 6
    assert remembered(ALICE, ("none",), lambda alike: None) is None
