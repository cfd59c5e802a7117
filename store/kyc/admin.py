"""Requests for client documents in the admin: asking, and deciding about what came in."""

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
from common.actor import Actor
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Partner
from store.kyc.operations import PERMISSION, accept_answer, ask_for_documents, block_orders, reject_answer
from store.models import KycRequest
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import Decision
from web.admin.filters import StateFilter
from web.admin.forms import AdminForm, Day, Reason
from web.fields import Line, Lines
from web.requests import Request

State = KycRequest.State
TONES = {State.ASKED: "info", State.ANSWERED: "warning", State.ACCEPTED: "success", State.REJECTED: "danger"}


class AskForDocuments(AdminForm):
    """What is needed, of which client, and until when."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), label=_("Partner"))
    company = Line(label=_("Client's company"), max_length=200)
    question = Lines(
        label=_("What do you need?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example the company's registration and its beneficial owners."),
    )
    due_on = Day(label=_("Due"), required=False, help_text=_("Leave it empty for the program's usual number of days."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["partner"]
        offered.queryset = Partner.objects.visible_to(actor)


@admin.register(KycRequest)
class KycRequestAdmin(PartnerRowsAdmin):
    """What partners were asked about their clients (B24-2.3.3)."""

    list_display = ("asked_at", "partner", "company", "due_on", "state_words", "suspended_at")
    list_display_links = ("asked_at", "company")
    list_filter = (StateFilter, ("suspended_at", admin.EmptyFieldListFilter))
    fields = (
        "partner",
        "company",
        "question",
        "due_on",
        "state_words",
        "suspended_at",
        "asked_at",
        "asked_by",
        "answer",
        "files_words",
        "answered_at",
        "answered_by",
        "reason",
        "decided_at",
        "decided_by",
    )
    readonly_fields = ("state_words", "files_words")
    actions_list = ("ask",)
    actions_detail = ("accept", "reject", "block")

    ask = Decision(
        label=_("Ask for documents"),
        icon="help",
        permission=PERMISSION,
        form=AskForDocuments,
        operation=ask_for_documents,
        title=_("Ask for documents about a client"),
        told=_("The partner is asked."),
    )
    accept = Decision(
        label=_("Accept"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        operation=accept_answer,
        title=_("Accept the documents about %(company)s"),
        told=_("Accepted. The partner is notified."),
    )
    reject = Decision(
        label=_("Reject"),
        icon="undo",
        permission=PERMISSION,
        form=Reason,
        operation=reject_answer,
        title=_("Reject the documents about %(company)s"),
        danger=True,
        told=_("Rejected. The partner is asked again."),
    )
    block = Decision(
        label=_("Block orders"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        operation=block_orders,
        title=_("Block orders until the documents about %(company)s arrive"),
        danger=True,
        told=_("Blocked. Once the partner answers, it can order again."),
    )

    @property
    def row_name(self) -> str:
        """The operations call a row ``request``."""
        return "request"

    def offered(self, request: Request, row: KycRequest) -> set[str]:
        """Only what is possible now."""
        if not may(request.actor, PERMISSION):
            return set()
        if row.state == State.ANSWERED:
            return {"accept", "reject"}
        late = row.state == State.REJECTED or (row.state == State.ASKED and row.due_on < program_today(request))
        return {"block"} if late and row.suspended_at is None else set()

    def words_about(self, row: KycRequest) -> dict[str, Any]:
        return {"company": row.company}

    @display(description=_("status"), ordering="state")
    def state_words(self, row: KycRequest) -> SafeString:
        return badge(row.get_state_display(), TONES[State(row.state)])

    @display(description=_("files"))
    def files_words(self, row: KycRequest) -> SafeString:
        files = row.files.select_related("document")
        links = ((reverse("partners:document", args=[each.document_id]), each.document.name) for each in files)
        return format_html_join(", ", '<a class="v-link" href="{}">{}</a>', links)
