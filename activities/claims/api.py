"""API endpoints for a partner's claims: submit, list, read and withdraw."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from activities.claims.answers import GREATEST_QUANTITY, Given
from activities.claims.operations.submitting import submit_claim, withdraw_claim
from activities.claims.quick_start import first_claim
from activities.claims.writing import UnableToClaim
from activities.models import Claim, ClaimMessage
from common.clock import now, today
from common.uploads import UnableToUpload, Upload
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.files import File, read_sent
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from programs.api_codes import Coded, KindCode, coded, names_for
from programs.request_rules import rules_today
from programs.rulebook import rulebook_of
from web.admin.bound import program_today
from web.api.pagination import Row, asked, paginate
from web.api.problems import Problem
from web.api.quick_start import show_write
from web.requests import Request as TenantRequest

_FIELDS = (
    "id",
    "kind",
    "state",
    "on",
    "quantity",
    "subject",
    "attributes",
    "answers",
    "submitted_at",
    "decided_at",
    "activity_id",
)


class ClaimRow(serializers.Serializer[Any]):
    """A claim."""

    id = serializers.IntegerField(help_text="The claim's id.")
    kind = Coded(help_text="The kind of activity that is claimed.")
    state = serializers.ChoiceField(Claim.State.choices, help_text="How far the claim has come.")
    on = serializers.DateField(allow_null=True, help_text="The day of the activity; null while only its plan was sent.")
    quantity = serializers.IntegerField(allow_null=True, help_text="How many units; null for kinds without a quantity.")
    subject = serializers.CharField(help_text="Whom or what it was for, such as a client.")
    attributes = serializers.DictField(
        help_text="Further details by their codes; `attributes` in the vocabulary describes them."
    )
    answers = serializers.DictField(help_text="By the codes of the form's fields.")
    submitted_at = serializers.DateTimeField(help_text="When it was submitted.")
    decided_at = serializers.DateTimeField(allow_null=True, help_text="When the vendor decided; null before.")
    activity = serializers.IntegerField(allow_null=True, help_text="The activity that it became.")


class MessageRow(serializers.Serializer[Any]):
    """One step or word of the conversation."""

    kind = serializers.ChoiceField(ClaimMessage.Kind.choices, help_text="What happened.")
    text = serializers.CharField(help_text="What was written; may be empty.")
    by_vendor = serializers.BooleanField(help_text="Whether the vendor's staff did it.")
    at = serializers.DateTimeField(help_text="When it happened.")


class OneClaimAnswer(ClaimRow):
    """A claim with its conversation."""

    messages = MessageRow(many=True, help_text="What happened to the claim so far, the first step first.")


class NewClaim(serializers.Serializer[Any]):
    """A claim to be sent in; where the program approves plans first, the plan."""

    kind = serializers.CharField(
        max_length=40, help_text="The code of the kind of activity; the vocabulary lists them."
    )
    on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="The day of the activity. Leave it out for a plan.",
    )
    quantity = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=GREATEST_QUANTITY,
        help_text="How many units; the vocabulary says which kinds need it.",
    )
    subject = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Whom or what it was for, such as a client."
    )
    attributes = serializers.DictField(
        required=False,
        child=serializers.CharField(max_length=200, allow_blank=True),
        help_text="By their codes; the vocabulary has each kind's `attributes`.",
    )
    answers = serializers.DictField(
        required=False,
        child=serializers.CharField(max_length=4000, allow_blank=True),
        help_text="By the codes of the form's fields; the vocabulary has them in each kind's `claim`.",
    )
    files = serializers.DictField(
        required=False, child=File(), help_text="By the codes of the form's fields whose type is `file`."
    )


class Words(serializers.Serializer[Any]):
    """What one says to it."""

    text = serializers.CharField(
        required=False, allow_blank=True, max_length=4000, help_text="A note to the vendor; may be empty."
    )


class ClaimFilters(serializers.Serializer[Any]):
    """Which claims."""

    state = serializers.ChoiceField(Claim.State.choices, required=False, help_text="Only claims in this state.")
    kind = KindCode(required=False, help_text="Only claims of the kind with this code.")


CLAIM = {
    "id": 81,
    "kind": {"code": "project", "name": "Published project"},
    "state": "submitted",
    "on": "2026-02-03",
    "quantity": None,
    "subject": "Alder GmbH",
    "attributes": {},
    "answers": {"client": "Alder GmbH"},
    "submitted_at": "2026-02-04T08:00:00Z",
    "decided_at": None,
    "activity": None,
}
NEW = {
    "kind": "project",
    "on": "2026-02-03",
    "subject": "Alder GmbH",
    "answers": {"client": "Alder GmbH", "address": "https://alder.example", "description": "An intranet."},
}
SAID = {"kind": "submitted", "text": "", "by_vendor": False, "at": "2026-02-04T08:00:00Z"}
_ID = OpenApiParameter("claim_id", int, "path", description="The claim's id.")


class Claims(Endpoint):
    """The partner's claims."""

    scopes = {"GET": "claims:read", "POST": "claims:write"}

    @extend_schema(
        operation_id="list_claims",
        summary="List your claims",
        tags=["Partner"],
        parameters=[ClaimFilters, *PAGES],
        responses={200: page_of(ClaimRow), **problems(400, 401, 403, 429)},
        examples=[page_example(CLAIM)],
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        wanted = asked(ClaimFilters, request)
        rows = Claim.objects.visible_to(self.actor).filter(**wanted)
        return Response(paginate(request._request, rows, order=("-id",), fields=_FIELDS, show=_rows(request)))

    @extend_schema(
        operation_id="submit_claim",
        summary="Send in a claim",
        tags=["Partner"],
        parameters=[KEY],
        request=NewClaim,
        responses={201: ClaimRow, **problems(400, 401, 403, 413, 415, 422, 429)},
        examples=[example(NEW, "Project", request=True), example(CLAIM)],
    )
    def post(self, request: Request) -> Response:
        """The vendor decides about it; approved, it becomes an activity, and points and level follow at once."""
        return self.write(request, NewClaim, self._submit)

    def _submit(self, sent: dict[str, Any]) -> Response:
        program = self.request._request.program
        on = today(program.time_zone)
        given = Given(
            answers=sent.get("answers", {}),
            files=_files(sent.get("files", {})),
            on=sent.get("on"),
            quantity=sent.get("quantity"),
            subject=sent.get("subject", ""),
            attributes=sent.get("attributes", {}),
        )
        made = submit_claim(
            actor=self.actor,
            partner=Partner.objects.visible_to(self.actor).get(),
            rulebook=rulebook_of(program),
            kind=sent["kind"],
            given=given,
            today=on,
            now=now(),
        )
        return Response(_read(self, made.pk), status=201)


class OneClaim(Endpoint):
    """One claim."""

    scopes = {"GET": "claims:read"}

    @extend_schema(
        operation_id="get_claim",
        summary="Show a claim",
        tags=["Partner"],
        parameters=[_ID],
        responses={200: OneClaimAnswer, **problems(401, 403, 404, 429)},
        examples=[example({**CLAIM, "messages": [SAID]})],
    )
    def get(self, request: Request, claim_id: int) -> Response:
        """With its conversation."""
        claim = _claim_or_404(self, claim_id)
        said = ClaimMessage.objects.visible_to(self.actor).filter(claim=claim)
        return Response(_read(self, claim.pk) | {"messages": list(said.values("kind", "text", "by_vendor", "at"))})


class Withdrawal(Endpoint):
    """Taking a claim back."""

    scopes = {"POST": "claims:write"}

    @extend_schema(
        operation_id="withdraw_claim",
        summary="Withdraw a claim",
        tags=["Partner"],
        parameters=[KEY, _ID],
        request=Words,
        responses={200: ClaimRow, **problems(400, 401, 403, 404, 409, 413, 415, 422, 429)},
        examples=[
            example({"text": "Sent twice."}, "Words", request=True),
            example({**CLAIM, "state": "withdrawn"}),
        ],
    )
    def post(self, request: Request, claim_id: int) -> Response:
        """Before it was decided."""
        return self.write(request, Words, lambda sent: self._withdraw(claim_id, sent.get("text", "")))

    def _withdraw(self, claim_id: int, text: str) -> Response:
        claim = _claim_or_404(self, claim_id)
        program = self.request._request.program
        try:
            withdraw_claim(actor=self.actor, claim=claim, today=today(program.time_zone), now=now(), text=text)
        except UnableToClaim as error:
            raise Problem(409, str(error)) from error
        return Response(_read(self, claim.pk))


def _claim_or_404(endpoint: Endpoint, claim_id: int) -> Claim:
    rows = Claim.objects.visible_to(endpoint.actor)
    found = rows.filter(pk=claim_id).first() if claim_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _read(endpoint: Endpoint, claim_id: int) -> dict[str, Any]:
    return _rows(endpoint.request)(Claim.objects.visible_to(endpoint.actor).values(*_FIELDS).get(pk=claim_id))


def _rows(request: Request) -> Callable[[Row], dict[str, Any]]:
    names = names_for(request)
    return lambda row: {
        **{name: row[name] for name in _FIELDS[:-1]},
        "kind": coded(row["kind"], names.kind(row["kind"])),
        "activity": row["activity_id"],
    }


def _files(sent: dict[str, dict[str, str]]) -> dict[str, Upload]:
    """The files as ``Upload`` objects. Raises UnableToUpload with the problem of each file."""
    found, wrong = {}, {}
    for code, file in sent.items():
        try:
            found[code] = read_sent(file, name=f"files.{code}")
        except UnableToUpload as error:
            wrong.update(error.problems)
    if wrong:
        raise UnableToUpload(wrong)
    return found


def _first(request: TenantRequest) -> dict[str, Any] | None:
    rules = rules_today(request)
    return first_claim(rules, program_today(request)) if rules else None


show_write("me/claims/", _first)
