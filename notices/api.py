"""API endpoint for a partner's notices."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from notices.kinds import kind_name
from notices.models import Notice, told
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import PAGES, page_example, page_of, problems
from programs.api_codes import Coded, coded, names_for
from web.api.pagination import Row, asked, paginate


class NoticeRow(serializers.Serializer[Any]):
    """A message of the program to the partner."""

    id = serializers.IntegerField(help_text="The message's id.")
    kind = Coded(help_text="What the message is about.")
    on = serializers.DateField(help_text="The day it was sent.")
    subject = serializers.CharField(help_text="In the language of the request, else in the partner's.")
    body = serializers.CharField(help_text="The text.")
    clause = serializers.CharField(help_text="The clause of the program's rules; may be empty.")
    sent_at = serializers.DateTimeField(help_text="Sending counts as receiving.")


NOTICE = {
    "id": 902,
    "kind": {"code": "review", "name": "Review"},
    "on": "2026-02-03",
    "subject": "Your status was reviewed",
    "clause": "3.4.1",
    "body": "Your status is kept for another year.",
    "sent_at": "2026-02-03T00:05:00Z",
}


_NOTICE = ("id", "kind", "on", "subject", "body", "clause", "sent_at")
_READ = (*_NOTICE, "told_subject", "told_body")


class KindFilter(serializers.Serializer[Any]):
    """Which notices."""

    kind = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="Only of this kind.")


class Notices(Endpoint):
    """What the program told the partner."""

    scopes = {"GET": "notices:read"}

    @extend_schema(
        operation_id="list_notices",
        summary="List your notices",
        tags=["Partner"],
        parameters=[KindFilter, *PAGES],
        responses={200: page_of(NoticeRow), **problems(400, 401, 403, 429)},
        examples=[page_example(NOTICE)],
    )
    def get(self, request: Request) -> Response:
        """The inbox of record, latest first. Reading here marks nothing as read."""
        wanted = asked(KindFilter, request)
        rows = Notice.objects.visible_to(self.actor).annotate(told_subject=told(0), told_body=told(1))
        if kind := wanted.get("kind"):
            rows = rows.filter(kind=kind)
        return Response(paginate(request._request, rows, order=("-id",), fields=_READ, show=_rows(request)))


def _rows(request: Request) -> Callable[[Row], dict[str, Any]]:
    rules = names_for(request).definition

    def show(row: Row) -> dict[str, Any]:
        own = {name: row[f"told_{name}"] or row[name] for name in ("subject", "body")}
        kind = coded(row["kind"], kind_name(row["kind"], rules))
        return {**{name: row[name] for name in _NOTICE}, **own, "kind": kind}

    return show
