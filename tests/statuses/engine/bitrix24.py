"""The requirements of the Bitrix24 document (3.1.2, 3.1.3, 3.5) as activities, with the document's numbers."""

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
    """Record a level's courses and evidence on one day."""
    for name, (kind, attributes) in asked.items():
        if name != without:
            life.did(on, kind, **attributes)


def sells(life: Life, on: str, total: int | str, *clients: str) -> None:
    """Sales totalling ``total``: 1 to each client but the last, the rest to the last."""
    *others, last = clients or ("Alder", "Birch")
    for client in others:
        life.did(on, "sale", 1, subject=client)
    life.did(on, "sale", str(float(total) - len(others)), subject=last)


def becomes_silver(life: Life, on: str) -> None:
    """Meet all requirements of the first Silver on one day."""
    shows(life, on, SILVER)
    life.did(on, "nfr_claim", form="cloud")
    sells(life, on, 2500)


def becomes_gold(life: Life, on: str) -> None:
    """Meet all requirements from Silver to Gold on one day, after the day Silver was reached."""
    shows(life, on, GOLD)
    sells(life, on, 10_000)


def attends(life: Life, *days: str) -> None:
    """Record quarterly business reviews."""
    for on in days:
        life.did(on, "meeting", meeting="qbr")
