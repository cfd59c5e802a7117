"""What a job run's outcome says: whether somebody should look at it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

# The key is asked for first: a comparison with a missing one is unknown, and so would be its opposite.
FAILED = Q(outcome__has_key="error") | (Q(outcome__has_key="differences") & Q(outcome__differences__gt=0))


def has_failed(outcome: Mapping[str, Any]) -> bool:
    """`FAILED` for one outcome: the job broke off, or its check found differences."""
    return "error" in outcome or outcome.get("differences", 0) > 0


def outcome_words(outcome: Mapping[str, Any]) -> str:
    """The outcome in one line; lists by how many they hold."""
    said = {key: len(value) if isinstance(value, list) else value for key, value in outcome.items()}
    return ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in said.items())
