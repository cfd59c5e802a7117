"""Admin pages for sent notices, which are read-only (B24-1.7.1), and for the email outbox."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from notices.kinds import kind_name
from notices.models import Mail, Notice
from notices.operations import retry_mail
from notices.outbox import DUE, GIVEN_UP, MOST_ATTEMPTS
from partners.admin_rows import PartnerRowsAdmin
from programs.request_rules import rules_today
from web.admin.badges import badge
from web.admin.decisions import Decision
from web.admin.filters import FieldFilter, MomentFilter
from web.requests import Request


class MailFilter(FieldFilter):
    """Filter by whether the email has been sent."""

    title = _("email")
    parameter_name = "mail"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("sent", _("sent")), ("waits", _("pending"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Notice]:
        match self.value():
            case "sent":
                return queryset.exclude(mailed_at=None)
            case "waits":
                return queryset.filter(mailed_at=None)
        return queryset


@admin.register(Notice)
class NoticeAdmin(PartnerRowsAdmin):
    """Every notice in the partners' inboxes, newest first."""

    list_display = ("sent_at", "partner", "subject_words", "kind_words", "mailed_at")
    list_display_links = ("subject_words",)
    list_filter = (MailFilter, ("sent_at", MomentFilter))
    ordering = ("-id",)
    paginator = InfinitePaginator
    fields = ("partner", "subject_words", "body_words", "kind_words", "clause", "link", "on", "sent_at", "mailed_at")
    readonly_fields = ("subject_words", "body_words", "kind_words")

    @display(description=_("kind"), ordering="kind")
    def kind_words(self, row: Any) -> str:
        return kind_name(row.kind, row.rules)

    @display(description=_("subject"), ordering="subject")
    def subject_words(self, row: Notice) -> str:
        return row.own_subject

    @display(description=_("text"))
    def body_words(self, row: Notice) -> str:
        return row.own_body

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.rules = rules_today(request)


class MailStateFilter(FieldFilter):
    """Filter by delivery status."""

    title = _("state")
    parameter_name = "state"
    STATES = {
        "waits": (_("pending"), DUE & Q(attempts=0)),
        "again": (_("failed, is tried again"), DUE & Q(attempts__gt=0)),
        "given_up": (_("given up"), GIVEN_UP),
        "sent": (_("sent"), Q(sent_at__isnull=False)),
    }

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(code, words) for code, (words, _rows) in self.STATES.items()]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Mail]:
        found = self.STATES.get(self.value() or "")
        return queryset.filter(found[1]) if found else queryset


@admin.register(Mail)
class MailAdmin(PartnerRowsAdmin):
    """The outbox: pending, failed and abandoned emails. Links are hidden because they may hold secrets."""

    list_display = ("queued_at", "to", "subject", "state", "attempts", "failure", "retry_at")
    list_display_links = ("subject",)
    list_filter = (MailStateFilter, ("queued_at", MomentFilter))
    exact = ("to",)
    search_help_text = _("Partner's name or code, or an address")
    ordering = ("-id",)
    paginator = InfinitePaginator
    fields = (
        "partner",
        "to",
        "subject",
        "text",
        "language",
        "state",
        "queued_at",
        "sent_at",
        "attempts",
        "failure",
        "retry_at",
        "erased_at",
    )
    readonly_fields = ("state",)
    actions_detail = ("again",)

    again = Decision(
        label=_("Try again"),
        icon="refresh",
        operation=retry_mail,
        title=_("Try again: %(mail)s"),
        told=_("We'll try the email again."),
        intro=_("For a failed email, once the address or mail server is fixed."),
    )

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        if row.sent_at:
            return badge(_("sent"), "success")
        if row.attempts >= MOST_ATTEMPTS:
            return badge(_("given up"), "danger")
        return badge(_("is tried again"), "warning") if row.attempts else badge(_("pending"), "info")
