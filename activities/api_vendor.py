"""API endpoints for the vendor: list, record and reverse activities."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from activities.api_rows import ACTIVITY, FIELDS, ORDER, ActivityFilters, ActivityRow, activity_rows, narrowed
from activities.models import Activity
from activities.operations import UnableToRetract, record_activity, retract_activity
from common.clock import now, today
from common.refusals import Refused
from partners.models import Partner
from partners.tokens.api.endpoint import VendorEndpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from programs.rulebook import rulebook_of
from web.api.fields import Amount
from web.api.pagination import Row, asked, paginate
from web.api.problems import Problem


class PartnerActivityRow(ActivityRow):
    """Something a partner did on a day."""

    partner = serializers.CharField(help_text="The partner's code.")


class PartnerActivityFilters(ActivityFilters):
    """Which activities, of whom."""

    partner = serializers.CharField(
        required=False, max_length=60, help_text="Only activities of the partner with this code."
    )


class NewActivity(serializers.Serializer[Any]):
    """An activity to be recorded."""

    partner = serializers.CharField(max_length=60, help_text="The partner's code.")
    kind = serializers.CharField(max_length=40, help_text="The kind's code in the program's rules.")
    on = serializers.DateField(help_text="The day on which it happened.")
    amount = Amount(required=False, allow_null=True, help_text="In the partner's account currency.")
    quantity = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=2**31 - 1,
        help_text="How many units; the vocabulary says which kinds need it.",
    )
    subject = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Whom or what it was for, such as a client."
    )
    reference = serializers.CharField(
        required=False, allow_blank=True, max_length=120, help_text="Your number for it; used once in the program."
    )
    attributes = serializers.DictField(
        required=False, child=serializers.CharField(max_length=200, allow_blank=True), help_text="As the kind asks for."
    )


class TakeBack(serializers.Serializer[Any]):
    """Why an activity is taken back."""

    reason = serializers.CharField(max_length=400, help_text="Why you reverse it. The partner reads this.")


_FIELDS = (*FIELDS, "partner__code")
NEW = {"partner": "acme", "kind": "sale", "on": "2026-02-03", "amount": "1250.00", "reference": "INV-2026-117"}


def _rows(request: Request) -> Callable[[Row], dict[str, Any]]:
    show = activity_rows(request)
    return lambda row: {"partner": row["partner__code"], **show(row)}


class Activities(VendorEndpoint):
    """The log of all partners."""

    scopes = {"GET": "activities:read", "POST": "activities:write"}

    @extend_schema(
        operation_id="list_activities",
        summary="List activities",
        tags=["Vendor"],
        parameters=[PartnerActivityFilters, *PAGES],
        responses={200: page_of(PartnerActivityRow), **problems(400, 401, 403, 429)},
        examples=[page_example({"partner": "acme", **ACTIVITY})],
    )
    def get(self, request: Request) -> Response:
        """What partners did, latest first, with what was taken back."""
        wanted = asked(PartnerActivityFilters, request)
        rows = narrowed(Activity.objects.visible_to(self.actor), request)
        if code := wanted.get("partner"):
            rows = rows.filter(partner__code=code)
        return Response(paginate(request._request, rows, order=ORDER, fields=_FIELDS, show=_rows(request)))

    @extend_schema(
        operation_id="record_activity",
        summary="Record an activity",
        tags=["Vendor"],
        parameters=[KEY],
        request=NewActivity,
        responses={201: PartnerActivityRow, **problems(400, 401, 403, 413, 415, 422, 429)},
        examples=[example(NEW, "Sale", request=True), example({"partner": "acme", **ACTIVITY})],
    )
    def post(self, request: Request) -> Response:
        """Points and level follow at once."""
        return self.write(request, NewActivity, self._record)

    def _record(self, sent: dict[str, Any]) -> Response:
        program = self.request._request.program
        on = today(program.time_zone)
        code = sent.pop("partner")
        partner = Partner.objects.visible_to(self.actor).filter(code=code).first()
        if partner is None:
            raise Refused({"partner": _("No partner has this code.")})
        made = record_activity(
            actor=self.actor, partner=partner, rulebook=rulebook_of(program), today=on, now=now(), **sent
        )
        return Response(_read(self, made.pk), status=201)


class Retraction(VendorEndpoint):
    """Taking an activity back."""

    scopes = {"POST": "activities:write"}

    @extend_schema(
        operation_id="take_back_activity",
        summary="Take an activity back",
        tags=["Vendor"],
        parameters=[KEY, OpenApiParameter("activity_id", int, "path", description="The activity's id.")],
        request=TakeBack,
        responses={200: PartnerActivityRow, **problems(400, 401, 403, 404, 409, 413, 415, 422, 429)},
        examples=[
            example({"reason": "The invoice was cancelled."}, "Reason", request=True),
            example({"partner": "acme", **ACTIVITY, "taken_back": True, "reason": "The invoice was cancelled."}),
        ],
    )
    def post(self, request: Request, activity_id: int) -> Response:
        """Its points and what rested on it are undone at once; the partner is told why."""
        return self.write(request, TakeBack, lambda sent: self._take_back(activity_id, sent["reason"]))

    def _take_back(self, activity_id: int, reason: str) -> Response:
        rows = Activity.objects.visible_to(self.actor)
        found = rows.filter(pk=activity_id, retracts=None).first() if activity_id < 2**63 else None
        if found is None:
            raise Http404
        program = self.request._request.program
        try:
            retract_activity(actor=self.actor, activity=found, reason=reason, today=today(program.time_zone), now=now())
        except UnableToRetract as error:
            raise Problem(409, str(error)) from error
        return Response(_read(self, found.pk))


def _read(endpoint: VendorEndpoint, activity_id: int) -> dict[str, Any]:
    found = Activity.objects.visible_to(endpoint.actor).values(*_FIELDS).get(pk=activity_id)
    return _rows(endpoint.request)(found)
