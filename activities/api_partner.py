"""API endpoint for a partner's own activities."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from activities.api_rows import ACTIVITY, FIELDS, ORDER, ActivityFilters, ActivityRow, activity_rows, narrowed
from activities.models import Activity
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.api.schema import PAGES, page_example, page_of, problems
from web.api.pagination import paginate


class MyActivities(Endpoint):
    """What the partner did."""

    scopes = {"GET": "activities:read"}

    @extend_schema(
        operation_id="list_own_activities",
        summary="List your activities",
        tags=["Partner"],
        parameters=[ActivityFilters, *PAGES],
        responses={200: page_of(ActivityRow), **problems(400, 401, 403, 429)},
        examples=[page_example(ACTIVITY)],
    )
    def get(self, request: Request) -> Response:
        """The log, latest first, with what was taken back."""
        rows = narrowed(Activity.objects.visible_to(self.actor), request)
        return Response(paginate(request._request, rows, order=ORDER, fields=FIELDS, show=activity_rows(request)))
