"""Countries that partners cover besides their own, in the admin."""

from collections.abc import Container
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from common.countries import country_name
from common.regions import region_name
from leads import admin_forms as forms
from leads.models import Location
from leads.rotation.operations.joining import approve_location, decline_location
from partners.admin_rows import PartnerRowsAdmin
from web.admin.decisions import Decision
from web.admin.forms import AdminForm
from web.requests import Request

PERMISSION = "leads.decide"


@admin.register(Location)
class LocationAdmin(PartnerRowsAdmin):
    """Countries that partners ask for; those that wait first."""

    list_display = ("partner", "where", "state", "asked_at", "decided_by")
    list_filter = ("state", "country")
    list_select_related = ("partner", "decided_by")
    ordering = ("-id",)
    fields = ("partner", "where", "state", "asked_at", "decided_at", "decided_by", "reason")
    readonly_fields = fields
    actions_detail = ("approve", "decline")

    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        operation=approve_location,
        bulk=AdminForm,
        title=_("Approve %(country)s for %(partner)s"),
        intro=_("The partner gets requests from there from now on."),
        told=_("Approved."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=forms.Reason,
        operation=decline_location,
        bulk=forms.Reason,
        title=_("Decline %(country)s for %(partner)s"),
        told=_("Declined: the partner reads your reason."),
        danger=True,
    )

    def offered(self, request: Request, row: Location) -> Container[str]:
        return {"approve", "decline"} if row.state == Location.State.WAITING else set()

    def named(self, row: Location) -> str:
        return f"{self.where(row)} · {row.partner}"

    def words_about(self, row: Location) -> dict[str, Any]:
        return {"country": country_name(row.country), "partner": row.partner}

    @display(description=_("country"), ordering="country")
    def where(self, row: Location) -> str:
        return country_name(row.country) + (f", {region_name(row.region)}" if row.region else "")
