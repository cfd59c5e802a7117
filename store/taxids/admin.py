"""Answers about tax IDs in the admin, and asking about a partner's."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Partner
from store.models import TaxIdAnswer
from store.taxids.operations import PERMISSION, check_tax_id
from web.admin.decisions import Asked, Decision, to_list
from web.admin.forms import AdminForm


class CheckTaxId(AdminForm):
    """Whose tax ID to ask about."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), label=_("Partner"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["partner"]
        offered.queryset = Partner.objects.visible_to(actor)


def _told(asked: Asked) -> str:
    row = asked.result
    words = {"tax_id": row.tax_id, "name": row.name or row.partner.name}
    return (_("%(tax_id)s is registered: %(name)s.") if row.valid else _("%(tax_id)s isn't registered.")) % words


@admin.register(TaxIdAnswer)
class TaxIdAnswerAdmin(PartnerRowsAdmin):
    """What registers said, with their consultation numbers."""

    list_display = ("asked_at", "partner", "tax_id", "valid", "register", "reference")
    list_display_links = ("asked_at",)
    list_filter = ("valid", "register")
    exact = ("tax_id",)
    fields = (
        "partner",
        "country",
        "tax_id",
        "valid",
        "register",
        "reference",
        "name",
        "answer",
        "asked_at",
        "asked_by",
    )
    actions_list = ("ask",)

    ask = Decision(
        label=_("Check a tax ID"),
        path="check",
        icon="fact_check",
        permission=PERMISSION,
        form=CheckTaxId,
        operation=check_tax_id,
        title=_("Check a partner's tax ID with the register"),
        told=_told,
        then=to_list,
    )
