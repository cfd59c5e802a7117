"""Bank statements and entries in the admin: the import, and the queue of what wasn't matched."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from store.models import BankEntry, BankStatement
from store.payments.operations import MOST_BYTES, Imported, assign_entry, import_statement, settle_entry
from store.templatetags.store import money
from web.admin.badges import badge
from web.admin.bound import BoundAdmin
from web.admin.decisions import Asked, Decision
from web.admin.filters import FieldFilter
from web.admin.forms import AdminForm
from web.fields import Line, Lines
from web.requests import Request

PERMISSION = "payments.book"
State = BankEntry.State
TONES = {State.MATCHED: "success", State.PART: "warning", State.SURPLUS: "warning", State.UNMATCHED: "danger"}


class StatementFile(AdminForm):
    """A file with bank statements."""

    file = forms.FileField(
        label=_("Statement"),
        help_text=_(
            "CAMT.053, MT940, or CSV with account, currency, date, amount, balance, text and payer. Up to 5 MB."
        ),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file

    @property
    def values(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"name": file.name, "content": file.read()}


class AssignEntry(AdminForm):
    """The order that an entry pays."""

    order = Line(label=_("Order number"), max_length=20)


class SettleEntry(AdminForm):
    """What was done with the money."""

    note = Lines(label=_("What was done"), max_length=400, help_text=_("For example: sent back on March 3."))


def _told(asked: Asked) -> Any:
    done: Imported = asked.result
    words = {"new": done.new, "known": done.known, "waiting": done.waiting}
    return _("Imported: %(new)s new entries, %(known)s known before, %(waiting)s waiting for you.") % words


@admin.register(BankStatement)
class BankStatementAdmin(BoundAdmin):
    """Imported statements, newest first."""

    list_display = ("imported_at", "name", "account", "currency", "opening", "closing", "entries_read", "imported_by")
    list_display_links = ("name",)
    list_select_related = ("imported_by",)
    search_fields = ("name", "account")
    ordering = ("-id",)
    fields = ("name", "account", "currency", "opening", "closing", "entries_read", "imported_by", "imported_at")
    actions_list = ("upload",)

    upload = Decision(
        label=_("Import a statement"),
        path="import",
        icon="upload_file",
        permission=PERMISSION,
        form=StatementFile,
        operation=import_statement,
        title=_("Import a bank statement"),
        button=_("Import"),
        intro=_("Orders are found by their number. A file that doesn't add up is refused; no entry is booked twice."),
        told=_told,
    )


class StateFilter(FieldFilter):
    """Entries that wait, or in one state."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("waiting", _("Waiting for you")), *State.choices]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[BankEntry]:
        if self.value() == "waiting":
            return queryset.filter(state__in=BankEntry.WAITING)
        return super().queryset(request, queryset) if self.value() in State.values else queryset


@admin.register(BankEntry)
class BankEntryAdmin(BoundAdmin):
    """Bank entries, newest first."""

    row_name = "entry"
    list_display = ("on", "sum", "payer", "text", "state_words", "order", "surplus_words", "note")
    list_display_links = ("on", "sum")
    list_filter = (StateFilter, ("on", RangeDateFilter))
    list_select_related = ("order", "statement")
    search_fields = ("text", "payer", "order__number")
    ordering = ("-id",)
    fields = ("on", "sum", "payer", "text", "state_words", "order", "surplus_words", "note", "statement")
    readonly_fields = ("sum", "state_words", "surplus_words")
    actions_detail = ("assign", "settle")

    assign = Decision(
        label=_("Assign to an order"),
        path="assign",
        icon="link",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        form=AssignEntry,
        operation=assign_entry,
        title=_("Assign the payment of %(sum)s"),
        button=_("Assign"),
        told=_("Booked for order %(order)s."),
    )
    settle = Decision(
        label=_("Settle"),
        icon="check",
        permission=PERMISSION,
        form=SettleEntry,
        operation=settle_entry,
        title=_("Settle the entry of %(sum)s"),
        button=_("Settle"),
        intro=_("Note what you did with the money outside the portal, such as sending it back."),
        told=_("Settled."),
    )

    def offered(self, request: Request, row: BankEntry) -> set[str]:
        if not may(request.actor, PERMISSION) or row.state not in BankEntry.WAITING:
            return set()
        return {"assign", "settle"} if row.state == State.UNMATCHED else {"settle"}

    def words_about(self, row: BankEntry) -> dict[str, Any]:
        return {"sum": money(row.amount, row.currency)}

    @display(description=_("amount"), ordering="amount")
    def sum(self, row: BankEntry) -> str:
        return money(row.amount, row.currency)

    @display(description=_("surplus"))
    def surplus_words(self, row: BankEntry) -> str:
        return money(row.surplus, row.currency) if row.surplus else ""

    @display(description=_("status"), ordering="state")
    def state_words(self, row: BankEntry) -> SafeString:
        return badge(row.get_state_display(), TONES.get(State(row.state), ""))
