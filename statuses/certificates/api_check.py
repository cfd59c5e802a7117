"""API endpoint for the public certificate check."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.limits import PAUSE, within
from common.clock import today
from partners.tokens.api.schema import example, problems
from programs.api_codes import coded
from statuses.certificates.queries import check
from statuses.certificates.rules import Finding
from statuses.directory.api import CHECKED, CertificateCheck
from web.api.endpoint import Public


class Certificate(Public):
    """The check of a certificate."""

    @extend_schema(
        operation_id="check_certificate",
        summary="Check a certificate by its serial number",
        tags=["Public"],
        parameters=[OpenApiParameter("serial", str, "path", description="The number printed on it.")],
        responses={200: CertificateCheck, **problems(404, 429)},
        examples=[example(CHECKED)],
    )
    def get(self, request: Request, serial: str) -> Response:
        """What is printed on it and whether it holds; nothing about where its holder stands now."""
        if not within(request._request, "certificate"):
            raise Throttled(PAUSE)
        site = request._request.site
        found = check(site=site, serial=serial, on=today(site.program.time_zone))
        if found is None:
            raise Http404
        return Response(
            {
                "serial": found.serial,
                "holds": found.finding is Finding.VALID,
                "finding": found.finding.value,
                "holder": found.holder,
                "level": coded(found.level, found.level_name),
                "track": coded(found.track, found.track_name),
                "program": found.program_name,
                "issued_on": found.issued_on,
                "valid_until": found.valid_until,
            }
        )
