"""API endpoints of NFR licenses: a partner's own, and all of them for the vendor's systems."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import now, today
from nfr.models import NfrGrant
from nfr.operations.claiming import claim_nfr
from nfr.operations.deciding import UnableToExtendNfr, extend_nfr
from nfr.operations.returning import UnableToReturnNfr, return_nfr
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint, VendorEndpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_of, problems
from programs.rulebook import rulebook_of
from web.api.pagination import Row, asked, paginate
from web.api.problems import Problem


class NfrRow(serializers.Serializer[Any]):
    """An NFR license."""

    id = serializers.IntegerField(help_text="The license's id.")
    kind = serializers.CharField(help_text="The license's code in the program's rules.")
    form = serializers.ChoiceField(NfrGrant.Form.choices, help_text="Whether it is a subscription or a key.")
    state = serializers.ChoiceField(NfrGrant.State.choices, help_text="Whether it can be used.")
    account = serializers.CharField(help_text="The host of the cloud account; empty for a key.")
    key_ending = serializers.CharField(help_text="The last characters of the key; the page shows all of it.")
    starts_on = serializers.DateField(allow_null=True, help_text="The first day; null before.")
    ends_on = serializers.DateField(allow_null=True, help_text="The last day; null without a term.")
    ended_on = serializers.DateField(allow_null=True, help_text="The day it ended; null before.")
    cause = serializers.CharField(help_text="Why it ended: term, level, status, breach or returned.")
    purposes = serializers.ListField(child=serializers.CharField(), help_text="The accepted uses.")


class PartnerNfrRow(NfrRow):
    """An NFR license of a partner."""

    partner = serializers.CharField(help_text="The partner's code.")


class NfrFilters(serializers.Serializer[Any]):
    """Which licenses."""

    state = serializers.ChoiceField(NfrGrant.State.choices, required=False, help_text="Only licenses in this state.")


class NewNfr(serializers.Serializer[Any]):
    """A license to claim. ``purposes`` accepts the uses: all of those that the program allows, or some."""

    kind = serializers.CharField(max_length=40, help_text="The code of the license: a code of the program's rules.")
    account = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="Your account in the product, for a subscription."
    )
    purposes = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=50, help_text="The uses that you agree to."
    )


class Nothing(serializers.Serializer[Any]):
    """An empty body."""


_FIELDS = (
    "id",
    "kind",
    "form",
    "state",
    "account",
    "key_ending",
    "starts_on",
    "ends_on",
    "ended_on",
    "cause",
    "purposes",
)
USE = "Demonstration of the products to clients"
NEW = {"kind": "cloud", "account": "alder-demo.cloud.example", "purposes": [USE]}
NFR = {
    "id": 12,
    "kind": "cloud",
    "form": "cloud",
    "state": "active",
    "account": "alder-demo.cloud.example",
    "key_ending": "",
    "starts_on": "2026-02-03",
    "ends_on": "2026-08-02",
    "ended_on": None,
    "cause": "",
    "purposes": [USE],
}
_ID = OpenApiParameter("grant_id", int, "path", description="The license's id.")


class NfrLicences(Endpoint):
    """The partner's NFR licenses."""

    scopes = {"GET": "nfr:read", "POST": "nfr:write"}

    @extend_schema(
        operation_id="list_nfr_licenses",
        summary="List your NFR licenses",
        tags=["Partner"],
        parameters=[NfrFilters, *PAGES],
        responses={200: page_of(NfrRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [NFR]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        rows = NfrGrant.objects.visible_to(self.actor).filter(**asked(NfrFilters, request))
        return Response(paginate(request._request, rows, order=("-id",), fields=_FIELDS, show=_nfr))

    @extend_schema(
        operation_id="claim_nfr_license",
        summary="Claim an NFR license",
        tags=["Partner"],
        parameters=[KEY],
        request=NewNfr,
        responses={201: NfrRow, **problems(400, 401, 403, 413, 415, 422, 429)},
        examples=[example(NEW, "Cloud subscription", request=True), example(NFR)],
    )
    def post(self, request: Request) -> Response:
        """It begins at once, unless the program's manager decides about it."""
        return self.write(request, NewNfr, self._claim)

    def _claim(self, sent: dict[str, Any]) -> Response:
        program = self.request._request.program
        made = claim_nfr(
            actor=self.actor,
            partner=Partner.objects.visible_to(self.actor).get(),
            rulebook=rulebook_of(program),
            today=today(program.time_zone),
            now=now(),
            **sent,
        )
        return Response(_read(self, made.pk), status=201)


class NfrExtension(Endpoint):
    """Extending an NFR license."""

    scopes = {"POST": "nfr:write"}

    @extend_schema(
        operation_id="extend_nfr_license",
        summary="Extend an NFR license",
        tags=["Partner"],
        parameters=[KEY, _ID],
        request=Nothing,
        responses={200: NfrRow, **problems(400, 401, 403, 404, 409, 413, 415, 422, 429)},
        examples=[example({}, "Nothing", request=True), example({**NFR, "ends_on": "2027-02-02"})],
    )
    def post(self, request: Request, grant_id: int) -> Response:
        """In the days before its end, while the level allows it."""
        return self.write(request, Nothing, lambda sent: self._extend(grant_id))

    def _extend(self, grant_id: int) -> Response:
        found = _grant_or_404(self, grant_id)
        program = self.request._request.program
        try:
            extend_nfr(
                actor=self.actor,
                grant=found,
                rulebook=rulebook_of(program),
                today=today(program.time_zone),
                now=now(),
            )
        except UnableToExtendNfr as error:
            raise Problem(409, str(error)) from error
        return Response(_read(self, found.pk))


class NfrCancellation(Endpoint):
    """Withdrawing an NFR claim, or giving a license back."""

    scopes = {"POST": "nfr:write"}

    @extend_schema(
        operation_id="cancel_nfr_license",
        summary="Cancel an NFR claim or license",
        tags=["Partner"],
        parameters=[KEY, _ID],
        request=Nothing,
        responses={200: NfrRow, **problems(400, 401, 403, 404, 409, 413, 415, 422, 429)},
        examples=[
            example({}, "Nothing", request=True),
            example({**NFR, "state": "ended", "ended_on": "2026-04-01", "cause": "returned"}),
        ],
    )
    def post(self, request: Request, grant_id: int) -> Response:
        """A claim that waits is withdrawn; an active license ends today."""
        return self.write(request, Nothing, lambda sent: self._cancel(grant_id))

    def _cancel(self, grant_id: int) -> Response:
        found = _grant_or_404(self, grant_id)
        program = self.request._request.program
        try:
            return_nfr(
                actor=self.actor,
                grant=found,
                rulebook=rulebook_of(program),
                today=today(program.time_zone),
                now=now(),
            )
        except UnableToReturnNfr as error:
            raise Problem(409, str(error)) from error
        return Response(_read(self, found.pk))


class AllNfrLicences(VendorEndpoint):
    """The NFR licenses of all partners."""

    scopes = {"GET": "nfr:read"}

    @extend_schema(
        operation_id="list_all_nfr_licenses",
        summary="List NFR licenses",
        tags=["Vendor"],
        parameters=[NfrFilters, *PAGES],
        responses={200: page_of(PartnerNfrRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [{**NFR, "partner": "alder"}]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first; the vendor's product switches accounts on and off by this list."""
        rows = NfrGrant.objects.visible_to(self.actor).filter(**asked(NfrFilters, request))
        fields = (*_FIELDS, "partner__code")
        return Response(paginate(request._request, rows, order=("-id",), fields=fields, show=_of_partner))


def _grant_or_404(endpoint: Endpoint, grant_id: int) -> NfrGrant:
    rows = NfrGrant.objects.visible_to(endpoint.actor)
    found = rows.filter(pk=grant_id).first() if grant_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _read(endpoint: Endpoint, grant_id: int) -> dict[str, Any]:
    return _nfr(NfrGrant.objects.visible_to(endpoint.actor).values(*_FIELDS).get(pk=grant_id))


def _nfr(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _FIELDS}


def _of_partner(row: Row) -> dict[str, Any]:
    return {"partner": row["partner__code"], **_nfr(row)}
