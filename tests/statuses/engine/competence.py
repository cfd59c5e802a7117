"""A partner with Kazakhstan's competence for large enterprise implementations, and what its reviews ask."""

from tests.statuses.engine.life import Life

TRACK = "enterprise"


def renews(life: Life, year: int, *, without: str = "", requested: str = "02-15") -> None:
    """Meet the yearly confirmation of Base on 1 March."""
    if without != "sale":
        life.did(f"{year - 1}-06-01", "enterprise_sale", 10)
    if without != "request":
        life.did(f"{year}-{requested}", "renewal_request")


def second_year(life: Life, on: str, *, without: str = "") -> None:
    """Meet what every second review also requires."""
    if without != "size":
        life.did(on, "document", document="size")
    if without != "project":
        life.did(on, "enterprise_project", subject="Bank of Alder", category="portal", industry="finance")
    if without != "marketing":
        life.did(on, "marketing", topic="enterprise")


def shines(life: Life, on: str, *, without: str = "", attested: tuple[str, ...] = ("Alice", "Bob")) -> None:
    """Meet what Extended also requires."""
    for person in attested:
        life.did(on, "attested", subject=person)
    if without != "publication":
        life.did(on, "publication", subject="https://example.org/article")


def decided(life: Life, on: str, level: str) -> None:
    life.did(on, "decision", track=TRACK, level=level)


def gold_partner() -> Life:
    """Gold on the main track from 1 January 2022 to 2026."""
    life = Life("1c-bitrix-kz", "2022-01-01")
    for person in ("Alice", "Bob", "Charlie", "Dana"):
        life.did("2022-01-01", "certified", subject=person)
    life.did("2022-01-01", "quality", subject="Shop")
    life.did("2022-01-01", "sale", 5000)
    for on in ("2022-12-01", "2023-12-01", "2024-12-01", "2025-12-01"):
        life.did(on, "sale", 5000)
    return life
