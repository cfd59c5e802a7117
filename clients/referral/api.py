"""API endpoints of referrals: links and sign-ups of a partner, and sign-ups that the vendor's product reports."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clients.models import Client, ReferralLink, ReferralSignUp
from clients.referral.operations.links import make_link
from clients.referral.operations.signing_up import report_sign_up
from common.clock import now, today
from common.problems import problem
from partners.api_vendor import partner_or_404
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint, VendorEndpoint
from partners.tokens.api.schema import KEY, PAGES, example, page_of, problems
from programs.rulebook import rulebook_of
from web.api.pagination import Row, asked, paginate
from web.api.problems import MEDIA_TYPE


class SignUp(serializers.Serializer[Any]):
    """A free sign-up that the product reports, with the visitor's code or the partner's."""

    visitor = serializers.CharField(
        max_length=60, required=False, help_text="The visitor's code in the address of the sign-up page."
    )
    partner = serializers.CharField(
        max_length=60, required=False, help_text="The partner's code, if the product knows it."
    )
    account = serializers.CharField(
        max_length=300, help_text="The new account in the product, such as its address or number."
    )
    company = serializers.CharField(max_length=200, help_text="The client's company name.")
    country = serializers.CharField(max_length=2, help_text="The client's country: ISO 3166-1, two letters.")
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, help_text="The contact's name.")
    email = serializers.CharField(
        max_length=254, required=False, allow_blank=True, help_text="The contact's email address."
    )
    phone = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="The contact's phone number."
    )
    tax_id = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="The company's tax ID, if it gave one."
    )
    known_before = serializers.BooleanField(required=False, help_text="The account paid before; its seats aren't new.")


class SignUpRow(serializers.Serializer[Any]):
    """A sign-up, linked or refused; the account of a refused one isn't shown to partners."""

    id = serializers.IntegerField(help_text="The sign-up's id.")
    state = serializers.ChoiceField(
        ReferralSignUp.State.choices, help_text="Whether the client was linked to the partner."
    )
    cause = serializers.CharField(help_text="Why it was refused: own, taken, late or ended; else empty.")
    reason = serializers.CharField(help_text="Why it was refused; empty if it was linked.")
    campaign = serializers.CharField(help_text="The link's campaign; empty for the main link.")
    client = serializers.IntegerField(allow_null=True, help_text="The client's id; null if refused.")
    on = serializers.DateField(help_text="The day of the sign-up.")
    paid_on = serializers.DateField(allow_null=True, help_text="The client's first payment.")


class PartnerSignUpRow(SignUpRow):
    """A sign-up with its partner and account."""

    partner = serializers.CharField(help_text="The partner's code.")
    account = serializers.CharField(help_text="The account in the product.")


class SignUpFilters(serializers.Serializer[Any]):
    """Which sign-ups."""

    state = serializers.ChoiceField(
        ReferralSignUp.State.choices, required=False, help_text="Only sign-ups in this state."
    )


class SignUpAnswer(serializers.Serializer[Any]):
    """The client that was linked."""

    id = serializers.IntegerField(help_text="The client's id.")
    partner = serializers.CharField(help_text="The partner's code.")
    kind = serializers.ChoiceField(
        Client.Kind.choices, help_text="Whether the client works in the cloud or on its own servers."
    )
    account = serializers.CharField(help_text="The account in the product.")
    company = serializers.CharField(help_text="The client's company name.")
    country = serializers.CharField(help_text="The client's country: ISO 3166-1, two letters.")
    origin = serializers.ChoiceField(Client.Origin.choices, help_text="How the client came to the partner.")
    linked_on = serializers.DateField(help_text="The day the client was linked to the partner.")
    first_paid_on = serializers.DateField(allow_null=True, help_text="The day of the first payment; null before.")


class LinkRow(serializers.Serializer[Any]):
    """A referral link."""

    id = serializers.IntegerField(help_text="The link's id.")
    campaign = serializers.CharField(help_text="Empty for the main link.")
    code = serializers.CharField(help_text="The link's address is /r/, the code and a slash.")
    closed_at = serializers.DateTimeField(allow_null=True, help_text="When the link was closed; null while it works.")


class NewLink(serializers.Serializer[Any]):
    """A link to make for a campaign."""

    campaign = serializers.CharField(
        max_length=60, allow_blank=True, help_text="A name of your own for the campaign; may be empty."
    )


_CLIENT = ("id", "kind", "account", "company", "country", "origin", "linked_on", "first_paid_on")
_SIGN_UP = ("id", "state", "cause", "reason", "link__campaign", "client_id", "on", "paid_on")
_LINK = ("id", "campaign", "code", "closed_at")
SIGN_UP = {
    "visitor": "q8Xw1f0Zb2Lr7Kc5Tn3Yug",
    "account": "alder.cloud.example",
    "company": "Alder GmbH",
    "country": "DE",
    "email": "it@alder.example",
}
LINKED = {
    "partner": "acme",
    "id": 31,
    "kind": "cloud",
    "account": "alder.cloud.example",
    "company": "Alder GmbH",
    "country": "DE",
    "origin": "referral",
    "linked_on": "2026-02-03",
    "first_paid_on": None,
}
ROW = {
    "id": 12,
    "state": "linked",
    "cause": "",
    "reason": "",
    "campaign": "Newsletter",
    "client": 31,
    "on": "2026-02-03",
    "paid_on": None,
}
LINK = {"id": 7, "campaign": "Newsletter", "code": "k7mw2q9d", "closed_at": None}


class MySignUps(Endpoint):
    """Sign-ups by the partner's links."""

    scopes = {"GET": "clients:read"}

    @extend_schema(
        operation_id="list_sign_ups",
        summary="List sign-ups by your links",
        tags=["Partner"],
        parameters=[SignUpFilters, *PAGES],
        responses={200: page_of(SignUpRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [ROW]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first, refused ones with their reason (B24-5.1)."""
        rows = ReferralSignUp.objects.visible_to(self.actor).filter(**asked(SignUpFilters, request))
        return Response(paginate(request._request, rows, order=("-id",), fields=_SIGN_UP, show=_sign_up))


class MyLinks(Endpoint):
    """The partner's referral links."""

    scopes = {"GET": "clients:read", "POST": "referral:write"}

    @extend_schema(
        operation_id="list_referral_links",
        summary="List your referral links",
        tags=["Partner"],
        parameters=[*PAGES],
        responses={200: page_of(LinkRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [LINK]})],
    )
    def get(self, request: Request) -> Response:
        """The oldest first."""
        rows = ReferralLink.objects.visible_to(self.actor)
        return Response(paginate(request._request, rows, order=("id",), fields=_LINK, show=_link))

    @extend_schema(
        operation_id="make_referral_link",
        summary="Create a referral link",
        tags=["Partner"],
        parameters=[KEY],
        request=NewLink,
        responses={201: LinkRow, **problems(400, 401, 403, 413, 415, 422, 429)},
        examples=[example({"campaign": "Newsletter"}, "Campaign", request=True), example(LINK)],
    )
    def post(self, request: Request) -> Response:
        """A link for a campaign; with an empty one, the main link."""
        return self.write(request, NewLink, self._make)

    def _make(self, sent: dict[str, Any]) -> Response:
        program = self.request._request.program
        made = make_link(
            actor=self.actor,
            partner=Partner.objects.visible_to(self.actor).get(),
            rules=rulebook_of(program).on(today(program.time_zone)),
            now=now(),
            **sent,
        )
        row = ReferralLink.objects.visible_to(self.actor).values(*_LINK).get(pk=made.pk)
        return Response(LinkRow(_link(row)).data, status=201)


class SignUps(VendorEndpoint):
    """Sign-ups that the vendor's product reports."""

    scopes = {"GET": "clients:read", "POST": "clients:write"}

    @extend_schema(
        operation_id="list_all_sign_ups",
        summary="List sign-ups",
        tags=["Vendor"],
        parameters=[SignUpFilters, *PAGES],
        responses={200: page_of(PartnerSignUpRow), **problems(400, 401, 403, 429)},
        examples=[example({"next": None, "results": [{**ROW, "partner": "acme", "account": "alder.cloud.example"}]})],
    )
    def get(self, request: Request) -> Response:
        """The latest first, refused ones with their reason."""
        rows = ReferralSignUp.objects.visible_to(self.actor).filter(**asked(SignUpFilters, request))
        fields = (*_SIGN_UP, "partner__code", "account")
        return Response(paginate(request._request, rows, order=("-id",), fields=fields, show=_of_partner))

    @extend_schema(
        operation_id="report_sign_up",
        summary="Report a sign-up",
        tags=["Vendor"],
        parameters=[KEY],
        request=SignUp,
        responses={201: SignUpAnswer, **problems(400, 401, 403, 404, 413, 415, 422, 429)},
        examples=[example(SIGN_UP, "Sign-up", request=True), example(LINKED)],
    )
    def post(self, request: Request) -> Response:
        """Links the account to the partner whose link the visitor followed first; the first link wins (B24-5.1).

        The partner's own sign-up, an account that is another partner's client and a visit that is too old are refused
        with 422. The refusal is kept, and a repeat with the same key gets the same answer.
        """
        return self.write(request, SignUp, self._report)

    def _report(self, sent: dict[str, Any]) -> Response:
        program = self.request._request.program
        code = sent.pop("partner", None)
        made = report_sign_up(
            actor=self.actor,
            rulebook=rulebook_of(program),
            partner=partner_or_404(self, code) if code else None,
            today=today(program.time_zone),
            now=now(),
            **sent,
        )
        if made.state == ReferralSignUp.State.REFUSED:
            refused = problem(422, made.reason, self.request.path, {"account": [made.reason]})
            return Response(refused, status=422, content_type=MEDIA_TYPE)
        row = Client.objects.visible_to(self.actor).values(*_CLIENT, "partner__code").get(pk=made.client_id)
        return Response({"partner": row["partner__code"], **{name: row[name] for name in _CLIENT}}, status=201)


def _sign_up(row: Row) -> dict[str, Any]:
    told = {name: row[name] for name in ("id", "state", "cause", "reason", "on", "paid_on")}
    return told | {"campaign": row["link__campaign"] or "", "client": row["client_id"]}


def _of_partner(row: Row) -> dict[str, Any]:
    return {"partner": row["partner__code"], "account": row["account"], **_sign_up(row)}


def _link(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _LINK}
