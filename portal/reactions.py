"""Which operations an event sets off, in the same transaction. The only such table; there are no signals."""

from collections.abc import Callable
from typing import Any

REACTIONS: dict[type, list[Callable[[Any], None]]] = {}
