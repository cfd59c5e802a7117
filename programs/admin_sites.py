"""A program's sites in the admin: its hosts, which administrators add and change."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.languages import language_name
from programs.admin_rows import ProgramRowsAdmin
from programs.definition import Definition
from programs.homes import address
from programs.models import Site
from programs.request_rules import names_today
from programs.sites import add_site, change_site
from web.admin.decisions import Asked, Decision, to_list
from web.admin.forms import AdminForm
from web.fields import Line
from web.requests import Request


class SiteForm(AdminForm):
    """Host, language, currency and contracting entity of a site."""

    host = Line(label=_("Host"), max_length=253, help_text=_("For example partners.example.com"))
    language = forms.ChoiceField(label=_("Language"), required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    entity = forms.ChoiceField(
        label=_("Contracting entity"), required=False, help_text=_("Of companies that apply on this site.")
    )

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: dict[str, Any] = self.fields
        known["language"].choices = [("", _("That of the visitor's browser")), *settings.LANGUAGES]
        known["currency"].choices = [(code, code) for code in definition.program.currencies]
        known["entity"].choices = [("", "–"), *((each.code, each.name) for each in definition.entities)]


class ChangeSite(SiteForm):
    """The same form with what the site has now."""

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        now = {name: getattr(site, name) for name in ("host", "language", "currency", "entity")}
        super().__init__(*args, initial=now, **kwargs)


def _in_use(site: Site) -> str:
    return gettext("Saved. Partners and clients use %(host)s.") % {"host": site.host}


def _at_the_new_host(asked: Asked) -> HttpResponse:
    """The list, at the site's new host if it is the one that the request came to."""
    messages.success(asked.request, _in_use(asked.result))
    back = to_list(asked)
    here = asked.request.site.pk == asked.result.pk
    return HttpResponseRedirect(address(asked.result, back) if here else back)


_FIRST = _(
    "First ask those who run the server to point the address to it and allow it (docs/operations.md, “Environment”). "
    "What you set here stays when rules are published."
)


@admin.register(Site)
class SiteAdmin(ProgramRowsAdmin):
    """The program's hosts, with language and currency (B24-15.2)."""

    list_display = ("host", "language_words", "currency", "entity_words", "edited_at")
    ordering = ("host",)
    fields = ("host", "language_words", "currency", "entity_words", "origin", "edited_at")
    readonly_fields = ("language_words", "entity_words")
    actions_list = ("site",)
    actions_detail = ("edit",)

    site = Decision(
        label=_("Add a site"),
        path="new",
        icon="add",
        permission="rules.publish",
        form=SiteForm,
        operation=add_site,
        title=_("Add a site"),
        button=_("Add"),
        told=lambda asked: _in_use(asked.result),
        intro=_FIRST,
    )
    edit = Decision(
        label=_("Change the site"),
        icon="edit",
        permission="rules.publish",
        form=ChangeSite,
        operation=change_site,
        title=_("Change %(site)s"),
        button=_("Save"),
        answer=_at_the_new_host,
        intro=_FIRST,
    )

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names = names_today(request)

    @display(description=_("language"), ordering="language")
    def language_words(self, row: Site) -> Any:
        return language_name(row.language) if row.language else _("That of the visitor's browser")

    @display(description=_("contracting entity"), ordering="entity")
    def entity_words(self, row: Any) -> str:
        return row.names.entity(row.entity)
