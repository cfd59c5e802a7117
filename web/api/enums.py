"""Names of enumerations in the API's schema; each app registers its own in `api_enums.py`.

Without one, the schema names an enumeration after its field, and two of one field name get numbers.
"""

from collections.abc import Sequence
from typing import Any

ENUM_NAMES: dict[str, Sequence[Any]] = {}  # settings.SPECTACULAR_SETTINGS holds this same dictionary


def name_enum(name: str, choices: Sequence[Any]) -> None:
    """Name the enumeration with these choices. Raises ValueError for a name that is taken."""
    if name in ENUM_NAMES:
        raise ValueError(f"The enumeration {name} is named twice.")
    ENUM_NAMES[name] = choices
