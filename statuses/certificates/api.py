"""API endpoints for a partner's certificates: the list, and the signed document."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import now, today
from partners.models import Partner
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import BINARY, PAGES, page_example, page_of, problems
from programs.api_codes import Coded, coded, names_for
from statuses.certificates.identity import UnableToSign
from statuses.certificates.operations import UnableToIssueCertificate, issue_certificate
from statuses.certificates.queries import printed
from statuses.models import Certificate
from web.api.pagination import Row, paginate
from web.api.problems import Problem
from web.fonts import UnableToPrint

_FIELDS = ("serial", "track", "level", "level_name", "holder", "issued_on", "valid_until", "replaced_on")


class CertificateRow(serializers.Serializer[Any]):
    """A certificate that was issued."""

    serial = serializers.CharField(help_text="The serial number, which anyone can check.")
    track = Coded(help_text="The track it is for.")
    level = Coded(help_text="With the name printed on it.")
    holder = serializers.CharField(help_text="The partner's name as printed.")
    issued_on = serializers.DateField(help_text="The day it was issued.")
    valid_until = serializers.DateField(help_text="The last day it is valid.")
    replaced_on = serializers.DateField(
        allow_null=True, help_text="The day a newer one replaced it; null while it is the current one."
    )


CERTIFICATE = {
    "serial": "7K3M-9Q2X-4F",
    "track": {"code": "status", "name": "Partner status"},
    "level": {"code": "level-code", "name": "Level"},
    "replaced_on": None,
    "holder": "Acme Integrators",
    "issued_on": "2026-02-03",
    "valid_until": "2027-02-02",
}


class Certificates(Endpoint):
    """The partner's certificates."""

    scopes = {"GET": "certificate:read"}

    @extend_schema(
        operation_id="list_certificates",
        summary="List your certificates",
        tags=["Partner"],
        parameters=PAGES,
        responses={200: page_of(CertificateRow), **problems(400, 401, 403, 429)},
        examples=[page_example(CERTIFICATE)],
    )
    def get(self, request: Request) -> Response:
        """Those that were issued, the latest first; a document that is asked for is issued when there is none."""
        rows = Certificate.objects.visible_to(self.actor)
        return Response(paginate(request._request, rows, order=("-id",), fields=_FIELDS, show=_rows(request)))


def _rows(request: Request) -> Callable[[Row], dict[str, Any]]:
    names = names_for(request)
    return lambda row: {
        **{name: row[name] for name in _FIELDS if name != "level_name"},
        "track": coded(row["track"], names.track(row["track"])),
        "level": coded(row["level"], row["level_name"]),
    }


class Document(Endpoint):
    """The document of one track."""

    scopes = {"GET": "certificate:read"}

    @extend_schema(
        operation_id="download_certificate",
        summary="Download your certificate",
        tags=["Partner"],
        parameters=[OpenApiParameter("track", str, "path", description="The track's code.")],
        responses={
            (200, "application/pdf"): OpenApiResponse(BINARY, description="The signed document."),
            **problems(401, 403, 404, 409, 429, 503),
        },
    )
    def get(self, request: Request, track: str) -> HttpResponse:
        """The certificate of the level that the partner holds on the track, signed."""
        program, site = request._request.program, request._request.site
        partner = Partner.objects.visible_to(self.actor).get()
        try:
            certificate = issue_certificate(actor=self.actor, partner=partner, track=track, on=today(program.time_zone))
            address = request.build_absolute_uri(reverse("statuses:certificate", args=[certificate.serial]))
            pdf = printed(certificate, check_url=address, language=site.language, now=now())
        except UnableToIssueCertificate as error:
            raise Problem(409, str(error)) from error
        except (UnableToPrint, UnableToSign) as error:
            raise Problem(503, "Certificates cannot be printed at the moment.") from error
        name = f'attachment; filename="certificate-{certificate.serial}.pdf"'
        return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})
