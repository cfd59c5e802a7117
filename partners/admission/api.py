"""API endpoint with which the vendor reads applications."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partners.models import Application
from partners.tokens.api.endpoint import VendorEndpoint
from partners.tokens.api.schema import PAGES, page_example, page_of, problems
from web.api.pagination import Row, asked, paginate


class ApplicationRow(serializers.Serializer[Any]):
    """An application."""

    id = serializers.IntegerField(help_text="The application's id.")
    state = serializers.ChoiceField(Application.State.choices, help_text="How far the application has come.")
    company = serializers.CharField(help_text="The company's name.")
    country = serializers.CharField(help_text="The company's country: ISO 3166-1, two letters.")
    due_on = serializers.DateField(allow_null=True, help_text="The last day of the vendor's present term.")
    waits_for_applicant = serializers.BooleanField(help_text="Whether the applicant has to do something.")
    submitted_at = serializers.DateTimeField(allow_null=True, help_text="When it was submitted; null before.")
    closed_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was accepted, declined or withdrawn; null before."
    )
    partner = serializers.CharField(allow_null=True, help_text="The partner's code, once accepted.")
    answers = serializers.DictField(help_text="The answers to the form, by the codes of its fields.")


class ApplicationFilters(serializers.Serializer[Any]):
    """Which applications."""

    state = serializers.ChoiceField(
        Application.State.choices, required=False, help_text="Only applications in this state."
    )


_APPLICATION = (
    "id",
    "state",
    "company",
    "country",
    "due_on",
    "question",
    "submitted_at",
    "closed_at",
    "partner__code",
    "answers",
)


APPLICATION = {
    "id": 12,
    "state": "submitted",
    "company": "Acme Integrators",
    "country": "CY",
    "due_on": "2026-02-12",
    "waits_for_applicant": False,
    "submitted_at": "2026-02-03T09:30:00Z",
    "closed_at": None,
    "partner": None,
    "answers": {"company": "Acme Integrators", "contact": "Ada Acme"},
}


class Applications(VendorEndpoint):
    """Applications to the program."""

    scopes = {"GET": "applications:read"}

    @extend_schema(
        operation_id="list_applications",
        summary="List applications",
        tags=["Vendor"],
        parameters=[ApplicationFilters, *PAGES],
        responses={200: page_of(ApplicationRow), **problems(400, 401, 403, 429)},
        examples=[page_example(APPLICATION)],
    )
    def get(self, request: Request) -> Response:
        """The latest first. Drafts are their applicants' own and not among them."""
        wanted = asked(ApplicationFilters, request)
        rows = Application.objects.visible_to(self.actor).exclude(state=Application.State.DRAFT)
        if state := wanted.get("state"):
            rows = rows.filter(state=state)
        return Response(paginate(request._request, rows, order=("-id",), fields=_APPLICATION, show=_application))


def _application(row: Row) -> dict[str, Any]:
    hidden = {"question", "partner__code"}
    waits = bool(row["question"]) or row["state"] == Application.State.APPROVED
    shown = {name: row[name] for name in _APPLICATION if name not in hidden}
    return shown | {"waits_for_applicant": waits, "partner": row["partner__code"]}
