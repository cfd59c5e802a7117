"""Names of enumerations in the API's schema; each app registers its own in `api_enums.py`.

Without one, the schema names an enumeration after its field, and two of one field name get numbers.
"""

from collections.abc import Mapping, Sequence
from typing import Any

ENUM_NAMES: dict[str, Sequence[Any]] = {}  # settings.SPECTACULAR_SETTINGS holds this same dictionary
ENUM_TEXTS: dict[str, tuple[str, Mapping[str, str]]] = {}


def name_enum(name: str, choices: Sequence[Any], text: str, meanings: Mapping[str, str] | None = None) -> None:
    """Name the enumeration with these choices; ``text`` is a short English phrase for the schema, without a full stop.

    What the values mean follows it: the choices' labels, or ``meanings`` by value. Raises ValueError for a name that is
    taken.
    """
    if name in ENUM_NAMES:
        raise ValueError(f"The enumeration {name} is named twice.")
    ENUM_NAMES[name], ENUM_TEXTS[name] = choices, (text, meanings or {})
