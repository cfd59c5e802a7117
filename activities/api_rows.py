"""Row format and filters shared by the partner and vendor activity endpoints."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from activities.models import Activity
from web.api.pagination import Row, asked

ORDER = ("-on", "-id")
FIELDS = (
    "id",
    "kind",
    "on",
    "amount",
    "quantity",
    "subject",
    "reference",
    "attributes",
    "recorded_at",
    "retraction__reason",
)


class ActivityRow(serializers.Serializer[Any]):
    """Something a partner did on a day."""

    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="The kind's code in the program's rules.")
    on = serializers.DateField()
    amount = serializers.DecimalField(14, 2, allow_null=True, help_text="In the partner's account currency.")
    quantity = serializers.IntegerField(allow_null=True)
    subject = serializers.CharField()
    reference = serializers.CharField()
    attributes = serializers.DictField()
    recorded_at = serializers.DateTimeField()
    taken_back = serializers.BooleanField(help_text="It counts no longer, nor ever did.")
    reason = serializers.CharField(help_text="Why it was taken back.")


ACTIVITY = {
    "id": 4711,
    "kind": "sale",
    "on": "2026-02-03",
    "amount": "1250.00",
    "quantity": None,
    "subject": "Alder GmbH",
    "reference": "INV-2026-117",
    "attributes": {},
    "recorded_at": "2026-02-03T09:30:00Z",
    "taken_back": False,
    "reason": "",
}


class ActivityFilters(serializers.Serializer[Any]):
    """Which activities."""

    kind = serializers.CharField(required=False, allow_blank=True, max_length=40)
    first = serializers.DateField(required=False, help_text="Done on this day or later.")
    last = serializers.DateField(required=False, help_text="Done on this day or earlier.")


def narrowed(rows: QuerySet[Activity], request: Request) -> QuerySet[Activity]:
    """The activities matching the query string, without retractions. Raises ValidationError."""
    wanted = asked(ActivityFilters, request)
    rows = rows.filter(retracts=None)
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("first"):
        rows = rows.filter(on__gte=wanted["first"])
    if wanted.get("last"):
        rows = rows.filter(on__lte=wanted["last"])
    return rows


def activity(row: Row) -> dict[str, Any]:
    """A row in its API format."""
    shown = {name: row[name] for name in FIELDS[:-1]}
    amount, why = row["amount"], row["retraction__reason"]
    return shown | {
        "amount": None if amount is None else str(amount),
        "taken_back": why is not None,
        "reason": why or "",
    }
