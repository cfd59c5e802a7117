"""Row format and filters shared by the partner and vendor activity endpoints."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from activities.models import Activity
from programs.api_codes import Coded, KindCode, coded, names_for
from web.api.fields import Amount
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

    id = serializers.IntegerField(help_text="The activity's id.")
    kind = Coded(help_text="What kind of activity it is.")
    on = serializers.DateField(help_text="The day it happened.")
    amount = Amount(allow_null=True, help_text="In the partner's account currency.")
    quantity = serializers.IntegerField(
        allow_null=True, help_text="How many units, such as licenses or people; null for kinds without a quantity."
    )
    subject = serializers.CharField(help_text="Whom or what it was for, such as a client.")
    reference = serializers.CharField(
        help_text="The number under which you find it in your own records, such as an invoice."
    )
    attributes = serializers.DictField(
        help_text="Further details by their codes; `attributes` in the vocabulary describes them."
    )
    recorded_at = serializers.DateTimeField(help_text="When it was recorded.")
    taken_back = serializers.BooleanField(help_text="It counts no longer, nor ever did.")
    reason = serializers.CharField(help_text="Why it was taken back.")


ACTIVITY = {
    "id": 4711,
    "kind": {"code": "sale", "name": "Sale"},
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

    kind = KindCode(required=False, allow_blank=True, help_text="Only activities of the kind with this code.")
    first = serializers.DateField(required=False, help_text="Done on this day or later.")
    last = serializers.DateField(required=False, help_text="Done on this day or earlier.")
    recorded_since = serializers.DateTimeField(
        required=False, help_text="Recorded or taken back at this moment or later, whenever it was done."
    )


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
    if since := wanted.get("recorded_since"):
        late = Activity.objects.filter(recorded_at__gte=since, program_id=request._request.program.pk)
        new, undone = late.filter(retracts=None).values("pk"), late.exclude(retracts=None).values("retracts_id")
        rows = rows.filter(pk__in=new.union(undone, all=True))
    return rows


def activity_rows(request: Request) -> Callable[[Row], dict[str, Any]]:
    """Return what shows a row in its API format, with the names of today's rules."""
    names = names_for(request)

    def show(row: Row) -> dict[str, Any]:
        amount, why = row["amount"], row["retraction__reason"]
        return {name: row[name] for name in FIELDS[:-1]} | {
            "kind": coded(row["kind"], names.kind(row["kind"])),
            "amount": None if amount is None else str(amount),
            "taken_back": why is not None,
            "reason": why or "",
        }

    return show
