"""Tax exemptions in the admin: approving and ending one, and deciding what partners ask for."""

from typing import Any

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.actor import Actor
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Partner
from store.exemptions.operations import PERMISSION, approve_exemption, end_exemption
from store.exemptions.requests import decline_request, grant_request
from store.models import ExemptionRequest, TaxExemption
from web.admin.badges import badge
from web.admin.decisions import Decision
from web.admin.filters import StateFilter
from web.admin.forms import AdminForm, Day, Reason
from web.fields import Line
from web.requests import Request

State = ExemptionRequest.State
TONES = {State.WAITING: "warning", State.APPROVED: "success", State.DECLINED: "danger", State.WITHDRAWN: "info"}


class Approve(AdminForm):
    """Whose exemption, what proves it, and its days."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), label=_("Partner"))
    proof = Line(label=_("Certificate number"), max_length=200)
    starts_on = Day(label=_("From"))
    ends_on = Day(label=_("To"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["partner"]
        offered.queryset = Partner.objects.visible_to(actor)


@admin.register(TaxExemption)
class TaxExemptionAdmin(PartnerRowsAdmin):
    """Partners that pay no tax."""

    list_display = ("partner", "proof", "starts_on", "ends_on", "approved_by")
    list_display_links = ("partner", "proof")
    fields = ("partner", "proof", "starts_on", "ends_on", "approved_at", "approved_by")
    actions_list = ("approve",)
    actions_detail = ("end",)

    approve = Decision(
        label=_("Approve exemption"),
        icon="add",
        permission=PERMISSION,
        form=Approve,
        operation=approve_exemption,
        title=_("Exempt a partner from tax"),
        told=_("Approved. New orders of the partner bear no tax."),
    )
    end = Decision(
        label=_("End exemption"),
        icon="block",
        permission=PERMISSION,
        operation=end_exemption,
        title=_("End the exemption %(proof)s"),
        danger=True,
        told=_("Ended. New orders bear tax again."),
    )

    @property
    def row_name(self) -> str:
        """The operations call a row ``exemption``."""
        return "exemption"

    def words_about(self, row: TaxExemption) -> dict[str, Any]:
        return {"proof": row.proof}


class Grant(AdminForm):
    """The last day, if it isn't the one that the partner asked for."""

    ends_on = Day(label=_("To"), required=False, help_text=_("The last day without tax."))

    def __init__(self, *args: Any, request: ExemptionRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = request.ends_on


@admin.register(ExemptionRequest)
class ExemptionRequestAdmin(PartnerRowsAdmin):
    """What partners ask for (B24-2.1.1b)."""

    list_display = ("asked_at", "partner", "proof", "starts_on", "ends_on", "state_words")
    list_display_links = ("asked_at", "proof")
    list_filter = (StateFilter,)
    fields = (
        "partner",
        "proof",
        "file_words",
        "starts_on",
        "ends_on",
        "state_words",
        "asked_at",
        "asked_by",
        "reason",
        "decided_at",
        "decided_by",
    )
    readonly_fields = ("state_words", "file_words")
    actions_detail = ("approve", "decline")

    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        form=Grant,
        operation=grant_request,
        title=_("Approve the tax exemption %(proof)s"),
        intro=_(
            "New orders of %(partner)s bear no tax from %(first)s until the last day that you enter, or without an end "
            "if you enter none."
        ),
        told=_("Approved. The partner is notified, and its new orders bear no tax."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="close",
        permission=PERMISSION,
        form=Reason,
        operation=decline_request,
        title=_("Decline the tax exemption %(proof)s"),
        danger=True,
        told=_("Declined. The partner is notified of the reason."),
    )

    @property
    def row_name(self) -> str:
        """The operations call a row ``request``."""
        return "request"

    def offered(self, request: Request, row: ExemptionRequest) -> set[str]:
        """Only what is possible now."""
        return {"approve", "decline"} if row.state == State.WAITING and may(request.actor, PERMISSION) else set()

    def words_about(self, row: ExemptionRequest) -> dict[str, Any]:
        return {"proof": row.proof, "partner": row.partner, "first": date_format(row.starts_on)}

    @display(description=_("status"), ordering="state")
    def state_words(self, row: ExemptionRequest) -> SafeString:
        return badge(row.get_state_display(), TONES[State(row.state)])

    @display(description=_("file"))
    def file_words(self, row: ExemptionRequest) -> SafeString:
        page = reverse("partners:document", args=[row.document_id])
        return format_html('<a class="v-link" href="{}">{}</a>', page, row.document.name)
