"""What the Bitrix24 document (3.1.2, 3.1.3, 3.5) asks for, as activities; its numbers come from the document."""

from tests.statuses.engine.life import Life

SILVER = {
    "website": ("evidence", {"evidence": "website"}),
    "social": ("evidence", {"evidence": "social"}),
    "first_line": ("evidence", {"evidence": "first_line"}),
    "tutorial": ("course", {"course": "tutorial"}),
    "sales_course": ("course", {"course": "sales"}),
}
GOLD = {
    "marketing_course": ("course", {"course": "marketing"}),
    "webinar": ("evidence", {"evidence": "webinar"}),
    "case_study": ("evidence", {"evidence": "case_study"}),
    "marketing_plan": ("evidence", {"evidence": "marketing_plan"}),
}


def shows(life: Life, on: str, asked: dict, *, without: str = "") -> None:
    """Courses and evidence of a level on one day."""
    for name, (kind, attributes) in asked.items():
        if name != without:
            life.did(on, kind, **attributes)


def sells(life: Life, on: str, total: int | str, *clients: str) -> None:
    """Sales worth ``total`` altogether: one to each client but the last for 1, the rest to the last."""
    *others, last = clients or ("Alder", "Birch")
    for client in others:
        life.did(on, "sale", 1, subject=client)
    life.did(on, "sale", str(float(total) - len(others)), subject=last)


def becomes_silver(life: Life, on: str) -> None:
    """All that the first Silver asks for on one day."""
    shows(life, on, SILVER)
    life.did(on, "nfr_claim", form="cloud")
    sells(life, on, 2500)


def becomes_gold(life: Life, on: str) -> None:
    """All that Gold asks of a Silver partner on one day, after the day it became Silver."""
    shows(life, on, GOLD)
    sells(life, on, 10_000)


def attends(life: Life, *days: str) -> None:
    """Quarterly business reviews."""
    for on in days:
        life.did(on, "meeting", meeting="qbr")
