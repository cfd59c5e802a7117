"""Read-only admin pages for notes, documents and consents."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from partners.admin_rows import PartnerRowsAdmin
from partners.models import Consent, Document, Note
from programs.definition import Definition
from programs.request_rules import rules_today
from web.admin.filters import FieldFilter, MomentFilter
from web.requests import Request

_WORDS = 120  # characters shown of a long text


class OwnedAdmin(PartnerRowsAdmin):
    """Records that belong to a partner, or to an application that has not led to one yet."""

    search_help_text = _("Partner's name or code, or the applicant's company")

    def get_search_results(
        self, request: Request, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, several = super().get_search_results(request, queryset, search_term)
        term = search_term.strip()
        if not term:
            return found, several
        applied = Q(application__company__icontains=term)
        return queryset.filter(Q(pk__in=found.values("pk")) | applied), several

    @display(description=_("of"), ordering="partner__name")
    def whose(self, row: Any) -> SafeString:
        """A link to the partner or the application."""
        owner = row.partner or row.application
        if owner is None:
            return format_html("{}", "–")
        page = reverse(f"admin:{owner._meta.app_label}_{owner._meta.model_name}_change", args=[owner.pk])
        return format_html('<a class="v-link" href="{}">{}</a>', page, owner)


@admin.register(Note)
class NoteAdmin(OwnedAdmin):
    """Partner managers' notes, newest first."""

    list_display = ("at", "whose", "words", "by")
    list_display_links = ("words",)
    list_filter = (("at", MomentFilter),)
    list_select_related = ("partner", "application", "by")
    fields = ("whose", "text", "by", "at")
    readonly_fields = ("whose",)

    @display(description=_("note"))
    def words(self, row: Any) -> str:
        return Truncator(row.text).chars(_WORDS)


class PurposeFilter(FieldFilter):
    """Filter documents by purpose."""

    title = _("what for")
    parameter_name = "purpose"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(_purposes(rules_today(request)).items())


@admin.register(Document)
class DocumentAdmin(OwnedAdmin):
    """Every uploaded file, newest first. Files are only served as attachments."""

    list_display = ("uploaded_at", "whose", "purpose_words", "file", "size_words", "uploaded_by")
    list_filter = (PurposeFilter, ("uploaded_at", MomentFilter))
    list_select_related = ("partner", "application", "uploaded_by")
    fields = ("whose", "purpose_words", "file", "content_type", "size_words", "uploaded_by", "uploaded_at")
    readonly_fields = ("whose", "purpose_words", "file", "size_words")

    def get_queryset(self, request: Request) -> QuerySet[Document]:
        return super().get_queryset(request).defer("content")

    def complete(self, request: Request, rows: Any) -> None:
        for row in rows:
            row.purposes = _purposes(rules_today(request))

    @display(description=_("what for"), ordering="purpose")
    def purpose_words(self, row: Any) -> str:
        return row.purposes.get(row.purpose, row.purpose.replace("_", " "))

    @display(description=_("file"), ordering="name")
    def file(self, row: Any) -> SafeString:
        return format_html('<a class="v-link" href="{}">{}</a>', reverse("partners:document", args=[row.pk]), row.name)

    @display(description=_("size"), ordering="size")
    def size_words(self, row: Any) -> str:
        return filesizeformat(row.size)


@admin.register(Consent)
class ConsentAdmin(OwnedAdmin):
    """Who agreed to which version of which text, newest first (B24-1.2.1a, B24-1.2.2b)."""

    list_display = ("given_at", "whose", "agreement_words", "version", "applicant")
    list_display_links = ("agreement_words",)
    list_filter = (("given_at", MomentFilter),)
    list_select_related = ("partner", "application", "applicant")
    exact = ("applicant__email",)
    ordering = ("-id",)
    fields = ("whose", "agreement_words", "version", "text", "applicant", "given_at")
    readonly_fields = ("whose", "agreement_words")

    def complete(self, request: Request, rows: Any) -> None:
        rules = rules_today(request)
        for row in rows:
            row.names = {text.code: text.name for text in rules.agreements} if rules else {}

    @display(description=_("agreed to"), ordering="code")
    def agreement_words(self, row: Any) -> str:
        return row.names.get(row.agreement) or Truncator(row.text).chars(_WORDS)


def _purposes(rules: Definition | None) -> dict[str, Any]:
    """Names of document purposes: the definition's required documents and the portal's own purposes."""
    found: dict[str, Any] = {"logo": _("logo"), "claim": _("claim"), "trademark": _("use of the trademarks")}
    found["answer"] = _("answer to a question")
    verification = rules.admission.verification if rules and rules.admission else None
    return found | {paper.code: paper.name for paper in (verification.documents if verification else ())}
