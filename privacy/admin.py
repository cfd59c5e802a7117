"""The manager's pages about people's data: look somebody up, hand the data over, erase them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display
from unfold.enums import ActionVariant

from common.personal.registry import HOLDINGS
from privacy.models import Erasure
from privacy.operations import PERMISSION, download, erase_by_address, look_up
from web.admin.bound import BoundAdmin
from web.admin.decisions import Asked, Decision, show, to_list
from web.admin.forms import AdminForm
from web.fields import Line


class Address(AdminForm):
    """The email address by which a person is known."""

    email = Line(label=_("Email address"), max_length=254, widget=forms.EmailInput)


def _found(asked: Asked) -> HttpResponse:
    found = asked.result
    return show(
        asked.page,
        asked.request,
        "privacy/admin/person.html",
        _("What we have about this person"),
        email=found.person.address,
        held=[(holding.title, len(rows)) for holding, rows in found.held],
        kept=found.kept,
        stays=found.person.user_id is not None and not found.person.alone,
        erase_url=reverse("admin:privacy_erasure_erase"),
        download_url=reverse("admin:privacy_erasure_download"),
        back=to_list(asked),
    )


def _file(asked: Asked) -> HttpResponse:
    answer = HttpResponse(asked.result, content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="personal-data.zip"'
    return answer


def _told(asked: Asked) -> str:
    rows, texts = sum(asked.result.rows.values()), asked.result.mentions
    said = ngettext("Erased: %(rows)s record.", "Erased: %(rows)s records.", rows) % {"rows": rows}
    changed = ngettext("%(texts)s text changed.", "%(texts)s texts changed.", texts) % {"texts": texts}
    return f"{said} {changed}"


@admin.register(Erasure)
class ErasureAdmin(BoundAdmin):
    """Erasures, the latest first. They don't say whose data it was."""

    list_display = ("at", "cause", "by", "erased", "mentions", "kept_words")
    list_filter = ("cause",)
    list_select_related = ("by",)
    ordering = ("-id",)
    fields = ("at", "cause", "by", "erased", "mentions", "kept_words")
    readonly_fields = fields
    actions_list = ("look_up", "download", "erase")

    look_up = Decision(
        label=_("Look up a person"),
        path="look-up",
        icon="person_search",
        permission=PERMISSION,
        form=Address,
        operation=look_up,
        title=_("Look up a person"),
        button=_("Look up"),
        answer=_found,
        then=to_list,
    )
    download = Decision(
        label=_("Download data"),
        icon="download",
        permission=PERMISSION,
        form=Address,
        operation=download,
        title=_("Download the data of a person"),
        intro=_("A ZIP file with everything we have about the person. Give it only to that person."),
        answer=_file,
        then=to_list,
    )
    erase = Decision(
        label=_("Erase a person"),
        icon="person_remove",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=Address,
        operation=erase_by_address,
        title=_("Erase a person"),
        intro=_(
            "Erases account, applications, invitations, requests and emails of the person, and replaces the person's "
            "name, address and phone number in everything others wrote. Invoices and payments stay, as the law asks. "
            "This can't be undone."
        ),
        told=_told,
        danger=True,
        then=to_list,
    )

    @display(description=_("erased"))
    def erased(self, row: Erasure) -> str:
        titles: dict[str, Any] = {each.code: each.title for each in HOLDINGS}
        return ", ".join(f"{titles.get(code, code)}: {number}" for code, number in row.rows.items()) or "–"

    @display(description=_("kept by law"))
    def kept_words(self, row: Erasure) -> str:
        return ", ".join(f"{title}: {number}" for title, number in row.kept.items()) or "–"
