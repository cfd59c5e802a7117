"""Template filters of clients' pages."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of_client(found: Mapping[int, Any], client_id: int) -> Any:
    """Return what is known of a client in a mapping by id; None if nothing is."""
    return found.get(client_id)
