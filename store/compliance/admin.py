"""Compliance records in the admin: what waits, and the decisions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.countries import country_name
from common.numbers import percent
from partners.admin_rows import PartnerRowsAdmin
from store.compliance.operations import ask_documents, clear_check, refuse_check
from store.models import ComplianceCheck
from web.admin.badges import badge
from web.admin.decisions import Decision
from web.admin.filters import StateFilter
from web.admin.forms import AdminForm, Reason
from web.fields import Lines
from web.requests import Request

State = ComplianceCheck.State
PERMISSION = "compliance.decide"
TONES = {
    State.WAITING: "warning",
    State.ASKED: "info",
    State.CLEARED: "success",
    State.REFUSED: "danger",
    State.FOUND: "danger",
}


class Question(AdminForm):
    """What the partner has to hand in."""

    question = Lines(label=_("What do you need?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


@admin.register(ComplianceCheck)
class ComplianceCheckAdmin(PartnerRowsAdmin):
    """Sales that were refused or wait because of the client's territory or name (B24-2.4)."""

    list_display = ("opened_at", "partner", "company", "territory_words", "state_words", "order")
    list_display_links = ("opened_at", "company")
    list_filter = (StateFilter,)
    list_select_related = ("partner", "order")
    fields = (
        "partner",
        "order",
        "company",
        "territory_words",
        "matches_words",
        "clause",
        "state_words",
        "opened_at",
        "opened_by",
        "question",
        "answer",
        "files_words",
        "reason",
        "decided_at",
        "decided_by",
    )
    readonly_fields = ("territory_words", "matches_words", "state_words", "files_words")
    actions_detail = ("clear", "ask", "refuse")

    clear = Decision(
        label=_("Clear"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        form=Reason,
        operation=clear_check,
        title=_("Clear the sale to %(company)s"),
        told=_("Cleared. The partner can pay the order."),
    )
    ask = Decision(
        label=_("Ask for documents"),
        icon="help",
        permission=PERMISSION,
        form=Question,
        operation=ask_documents,
        title=_("Ask about the sale to %(company)s"),
        told=_("The partner sees the question on the order."),
    )
    refuse = Decision(
        label=_("Refuse"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=Reason,
        operation=refuse_check,
        title=_("Refuse the sale to %(company)s"),
        danger=True,
        told=_("Refused. The order is canceled."),
    )

    @property
    def row_name(self) -> str:
        """The operations call a record ``check``."""
        return "check"

    def offered(self, request: Request, row: ComplianceCheck) -> set[str]:
        """Only what is possible now."""
        possible = row.state in ComplianceCheck.OPEN and may(request.actor, PERMISSION)
        return {"clear", "ask", "refuse"} if possible else set()

    def words_about(self, row: ComplianceCheck) -> dict[str, Any]:
        return {"company": row.company}

    @display(description=_("territory"))
    def territory_words(self, row: ComplianceCheck) -> str:
        return ", ".join(country_name(code) for code in row.countries)

    @display(description=_("names on lists"))
    def matches_words(self, row: ComplianceCheck) -> str:
        said = _("%(asked)s: %(name)s on %(list)s, %(score)s alike")
        return "; ".join(said % {**each, "score": percent(each["score"])} for each in row.matches) or "-"

    @display(description=_("status"), ordering="state")
    def state_words(self, row: ComplianceCheck) -> SafeString:
        return badge(row.get_state_display(), TONES[State(row.state)])

    @display(description=_("files"))
    def files_words(self, row: ComplianceCheck) -> SafeString:
        files = row.files.select_related("document")
        links = ((reverse("partners:document", args=[each.document_id]), each.document.name) for each in files)
        return format_html_join(", ", '<a class="v-link" href="{}">{}</a>', links)
