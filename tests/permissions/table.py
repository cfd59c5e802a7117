"""Reads the permission tables: one line per method and URL, one column per role.

A cell is a status code or a redirect: `login` to sign-in, `apply` to the application, `inbox` to the notices (the only
page of a former partner), `secure` to the account's security page. Lines starting with `#` are comments.
"""

from pathlib import Path

HERE = Path(__file__).parent
LEADS = {"/account/login/": "login", "/apply/": "apply", "/dashboard/notices/": "inbox", "/account/security/": "secure"}
# The answers of a read-only admin page to users with access.
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
    """The expected answer per role, by method and URL; a later line overrides an earlier one.

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
    """Expand READS into its lines."""
    return {
        (method, address + page): {
            role: looks if role in outsiders or (looks == "403" and answer != "302") else answer
            for role, looks in cells.items()
        }
        for (method, page), answer in READS.items()
    }


def shown(status: int, location: str) -> str:
    """An answer in the table's notation."""
    path = location.split("?")[0]
    return LEADS.get(path, str(status)) if status == 302 else str(status)
