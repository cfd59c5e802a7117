"""What partners were told, to be read: a notice stays as it was sent (B24-1.7.1)."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from common.admin import FieldFilter
from notices.models import Notice
from partners.admin import PartnerRowsAdmin


class MailFilter(FieldFilter):
    """Whether the mail has left."""

    title = _("mail")
    parameter_name = "mail"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("sent", _("sent")), ("waits", _("waits"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        match self.value():
            case "sent":
                return queryset.exclude(mailed_at=None)
            case "waits":
                return queryset.filter(mailed_at=None)
        return queryset


@admin.register(Notice)
class NoticeAdmin(PartnerRowsAdmin):
    """Every message in the partners' inboxes, the latest first."""

    list_display = ("sent_at", "partner", "subject", "kind_words", "mailed_at")
    list_display_links = ("subject",)
    list_filter = (MailFilter, ("sent_at", RangeDateFilter))
    ordering = ("-id",)
    paginator = InfinitePaginator
    fields = ("partner", "subject", "body", "kind_words", "clause", "on", "sent_at", "mailed_at")
    readonly_fields = ("kind_words",)

    @display(description=_("kind"), ordering="kind")
    def kind_words(self, row: Notice) -> str:
        return row.kind.replace("_", " ")
