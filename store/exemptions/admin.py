"""Tax exemptions in the admin: the list, approving one, ending one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Partner
from store.exemptions.operations import PERMISSION, approve_exemption, end_exemption
from store.models import TaxExemption
from web.admin.decisions import Decision
from web.admin.forms import AdminForm, Day
from web.fields import Line


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
