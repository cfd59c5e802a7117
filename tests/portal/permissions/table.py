"""Reads the tables: one line for a method and an address, one column for each role.

An answer is a status, or where it leads: `login` to the sign-in, `apply` to the application, `inbox` to the notices,
which is what a former partner is left with, `secure` to the account's security. A line beginning with `#` is a remark.
"""

from pathlib import Path

HERE = Path(__file__).parent
LEADS = {"/account/login/": "login", "/apply/": "apply", "/dashboard/notices/": "inbox", "/account/security/": "secure"}
# What a page of the admin that only reads answers to whoever may look.
READS = {
    ("GET", ""): "200",
    ("POST", ""): "200",
    ("GET", "add/"): "403",
    ("POST", "add/"): "403",
    ("GET", "<object_id>/change/"): "200",
    ("POST", "<object_id>/change/"): "403",
    ("GET", "<object_id>/history/"): "200",
    ("POST", "<object_id>/history/"): "200",
    ("GET", "<object_id>/delete/"): "403",
    ("POST", "<object_id>/delete/"): "403",
    ("GET", "<object_id>/"): "302",
    ("POST", "<object_id>/"): "302",
}

Table = dict[tuple[str, str], dict[str, str]]


def table(*names: str) -> Table:
    """What each role is answered, by method and address; a later line stands over an earlier one.

    Raises ValueError for a line with too few or too many columns.
    """
    found: Table = {}
    for name in names:
        roles: list[str] = []
        outsiders: dict[str, str] = {}
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            words = line.split()
            if not words or line.startswith("#"):
                continue
            if words[0] == "METHOD":
                roles = words[2:]
            elif words[0] == "OUTSIDERS":
                outsiders = dict(pair.split("=") for pair in words[1:])
            else:
                method, address, *answers = words
                cells = {**outsiders, **dict(zip(roles, answers, strict=True))}
                found |= _reads(address, cells, outsiders) if method == "READS" else {(method, address): cells}
    return found


def _reads(address: str, cells: dict[str, str], outsiders: dict[str, str]) -> Table:
    """The lines that READS stands for."""
    return {
        (method, address + page): {
            role: looks if role in outsiders or (looks == "403" and answer != "302") else answer
            for role, looks in cells.items()
        }
        for (method, page), answer in READS.items()
    }


def shown(status: int, location: str) -> str:
    """An answer as the table writes it."""
    path = location.split("?")[0]
    return LEADS.get(path, str(status)) if status == 302 else str(status)
