"""Folders with odd characters, written as escapes: in a CSV file nobody could see them."""

from pathlib import Path

from tests.importing.folder import ACTIVITY_HEADER, write_activities, write_partners

PARTNERS = "code,name,country,currency,accepted_on,entry_level,email,phone"
ENTERED = "DE,EUR,2026-10-15,gold"


def write_case(folder: Path, *partners: str, activities: tuple[str, ...] = ()) -> Path:
    """Write both files and return the folder."""
    folder.mkdir(exist_ok=True)
    write_partners(folder, *partners, header=PARTNERS)
    write_activities(folder, *activities, header=ACTIVITY_HEADER)
    return folder


def sale_at(folder: Path, *, city: str) -> Path:
    """A sale to a client in a city, which its reference names too."""
    sale = f"uu-nf,sale,2026-11-05,1000.00,,Kunde {city},R-{city}-1,"
    return write_case(folder, "uu-nf,Normal Form,DE,EUR,2026-10-15,silver,,", activities=(sale,))


# What certificates can print depends on the fonts; a private-use character has a glyph in none.
ODD_ROWS = {
    "zw-code": [f"tt-a\u200bb,Invisible in the code,{ENTERED},a@tt.example,+49 30 123456"],
    "rtl-name": [
        f"tt-rtl,Name \u202egpj.exe,{ENTERED},a@tt.example,+49 30 123456",
        f"tt-c1,Name\x9bC,{ENTERED},a@tt.example,+49 30 123456",
    ],
    "zw-email": [
        f"tt-em,Mail One,{ENTERED},a@tt.example\u200b,+49 30 123456",
        f"tt-em2,Mail Two,{ENTERED},\u00e4@tt.example,+49 30 123456",
        f"tt-em3,Mail Three,{ENTERED},<b>@tt.example,+49 30 123456",
    ],
    "emoji-name": [
        f"tt-emoji,Rocket \U0001f680 Partners,{ENTERED},a@tt.example,+49 30 123456",
        f"tt-private,\U0010fff0 Works,{ENTERED},a@tt.example,+49 30 123456",
    ],
}
