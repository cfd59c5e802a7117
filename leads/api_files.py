"""API endpoints of the files that a partner attached to its requests (B24-6.2d), as on the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.clock import now
from leads.api_work import RESERVATION_ID, held_or_404, known_id
from leads.board.operations.attaching import attach_file
from leads.deals.api_rows import WRITES
from leads.models import LeadFile, Reservation
from partners.tokens.api.endpoint import Endpoint, VendorEndpoint
from partners.tokens.api.files import File, downloads, read_sent
from partners.tokens.api.schema import KEY, PAGES, example, page_example, page_of, problems
from web.api.pagination import paginate
from web.attachments import attachment

_FIELDS = ("id", "name", "content_type", "size", "at")
_FILE_ID = OpenApiParameter("file_id", int, "path", description="The file's id.")


class FileRow(serializers.Serializer[Any]):
    """A file of a request."""

    id = serializers.IntegerField(help_text="The file's id.")
    name = serializers.CharField(help_text="The file's name.")
    content_type = serializers.CharField(help_text="PDF, JPEG or PNG, as a media type.")
    size = serializers.IntegerField(help_text="In bytes.")
    at = serializers.DateTimeField(help_text="When it was added.")


FILE = {
    "id": 5,
    "name": "quote.pdf",
    "content_type": "application/pdf",
    "size": 7,
    "at": "2026-02-03T10:05:00+01:00",
}
# The smallest PDF that readers accept.
NEW = {"name": "quote.pdf", "content": "JVBERi0xLjQKdHJhaWxlcjw8Pj4KJSVFT0YK"}


class Files(Endpoint):
    """Files of one request."""

    scopes = {"GET": "requests:read", "POST": "requests:write"}

    @extend_schema(
        operation_id="list_request_files",
        summary="List the files of a request",
        tags=["Partner"],
        parameters=[RESERVATION_ID, *PAGES],
        responses={200: page_of(FileRow), **problems(400, 401, 403, 404, 429)},
        examples=[page_example(FILE)],
    )
    def get(self, request: Request, reservation_id: int) -> Response:
        """Those that your team attached, the latest first."""
        return Response(_page(request, _files(self, held_or_404(self, reservation_id))))

    @extend_schema(
        operation_id="attach_request_file",
        summary="Attach a file to a request",
        tags=["Partner"],
        parameters=[KEY, RESERVATION_ID],
        request=File,
        responses={201: FileRow, **WRITES},
        examples=[example(NEW, "File", request=True), example(FILE)],
    )
    def post(self, request: Request, reservation_id: int) -> Response:
        """Your team and the vendor read it."""
        return self.write(request, File, lambda sent: self._attach(held_or_404(self, reservation_id), sent))

    def _attach(self, row: Reservation, sent: dict[str, str]) -> Response:
        made = attach_file(actor=self.actor, reservation=row, upload=read_sent(sent), now=now())
        return Response(_files(self, row).values(*_FIELDS).get(pk=made.pk), status=201)


class OneFile(Endpoint):
    """One file of a request."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="download_request_file",
        summary="Download a file of a request",
        tags=["Partner"],
        parameters=[_FILE_ID],
        responses={**downloads("The file."), **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, file_id: int) -> HttpResponse:
        """As it was attached."""
        return _sent(self, file_id)


class VendorFiles(VendorEndpoint):
    """Files that a partner attached to a request."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="list_reservation_files",
        summary="List the files of a reservation",
        tags=["Vendor"],
        parameters=[RESERVATION_ID, *PAGES],
        responses={200: page_of(FileRow), **problems(400, 401, 403, 404, 429)},
        examples=[page_example(FILE)],
    )
    def get(self, request: Request, reservation_id: int) -> Response:
        """The latest first."""
        return Response(_page(request, _files(self, held_or_404(self, reservation_id))))


class OneVendorFile(VendorEndpoint):
    """One file that a partner attached to a request."""

    scopes = {"GET": "requests:read"}

    @extend_schema(
        operation_id="download_reservation_file",
        summary="Download a file of a reservation",
        tags=["Vendor"],
        parameters=[_FILE_ID],
        responses={**downloads("The file."), **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, file_id: int) -> HttpResponse:
        """As it was attached."""
        return _sent(self, file_id)


def _files(endpoint: Endpoint, row: Reservation) -> QuerySet[LeadFile]:
    return LeadFile.objects.visible_to(endpoint.actor).filter(reservation=row)


def _page(request: Request, rows: QuerySet[LeadFile]) -> dict[str, Any]:
    return paginate(request._request, rows, order=("-id",), fields=_FIELDS, show=dict)


def _sent(endpoint: Endpoint, file_id: int) -> HttpResponse:
    row = LeadFile.objects.visible_to(endpoint.actor).filter(pk=known_id(file_id)).first()
    if row is None:
        raise Http404
    return attachment(name=row.name, content_type=row.content_type, content=bytes(row.content))
