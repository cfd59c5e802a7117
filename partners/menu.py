"""Menu entries that this app adds to the admin."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models import Application
from partners.websites.jobs import JOB
from programs.job_runs import name_job
from programs.request_rules import when_rules
from web.admin.menu import add_entry, add_group, below
from web.admin.search import EACH, Found, add_finder
from web.requests import Request

QUEUES = ("review", "verification")


def _applications(title: Any, icon: str, place: int, queue: str = "") -> None:
    """Three entries lead to the same list, so an application's own page belongs to "all applications"."""
    page = "partners_application_changelist"
    here = below(page)

    def active(request: Request) -> bool:
        asked = request.GET.get("queue", "")
        return here(request) and (asked == queue or (not queue and asked not in QUEUES))

    add_entry(
        "applications",
        title,
        icon=icon,
        page=page,
        place=place,
        query=f"?queue={queue}" if queue else "",
        active=active,
        shown=when_rules(lambda rules: rules.admission),
    )


def _asked(title: Any, icon: str, page: str, place: int, rule: Callable[[Any], object]) -> None:
    shown = when_rules(lambda rules: rules.admission and rule(rules.admission))
    add_entry("requests", title, icon=icon, page=page, place=place, shown=shown)


add_group("applications", _("Applications"), place=10)
_applications(_("Preliminary review"), "inbox", 10, "review")
_applications(_("Verification"), "fact_check", 20, "verification")
_applications(_("All applications"), "folder_shared", 30)

add_group("partners", _("Partners"), place=20)
add_entry(
    "partners",
    _("Profile changes"),
    icon="edit_note",
    page="partners_profilerevision_changelist",
    place=20,
    query="?state=pending",
    active=below("partners_profilerevision_changelist"),
)
add_entry(
    "partners",
    _("Website checks"),
    icon="travel_explore",
    page="partners_websitecheck_changelist",
    place=30,
    shown=when_rules(lambda rules: rules.directory and rules.directory.website_check),
)
add_entry("partners", _("Documents"), icon="description", page="partners_document_changelist", place=40)
add_entry("partners", _("Consents"), icon="signature", page="partners_consent_changelist", place=50)
add_entry("partners", _("Notes"), icon="sticky_note_2", page="partners_note_changelist", place=60)

add_group("requests", _("Questions and restrictions"), place=40)
_asked(
    _("Questions to partners"),
    "quiz",
    "partners_informationrequest_changelist",
    10,
    lambda admission: admission.information_requests,
)
_asked(
    _("Trademark requests"),
    "copyright",
    "partners_trademarkrequest_changelist",
    20,
    lambda admission: admission.trademarks,
)
add_entry("requests", _("Restrictions"), icon="lock", page="partners_restriction_changelist", place=30)

add_entry(
    "people",
    _("Invitations"),
    icon="how_to_reg",
    page="partners_invitation_changelist",
    place=10,
    query="?state=waiting",
)
add_entry("people", _("Team members"), icon="groups", page="partners_member_changelist", place=20)
add_entry("people", _("Users"), icon="group", page="accounts_user_changelist", place=30)
add_entry(
    "people",
    _("API tokens"),
    icon="key",
    page="partners_apitoken_changelist",
    place=50,
    permission="vendor_tokens.manage",
)


def _found_applications(request: Request, text: str) -> Iterator[Found]:
    """Applications by company, the latest first."""
    rows = Application.objects.visible_to(request.actor).filter(company__icontains=text)
    for row in rows.exclude(state=Application.State.DRAFT).order_by("-pk")[:EACH]:
        page = reverse("admin:partners_application_change", args=[row.pk])
        yield Found(f"{row.company} · {row.get_state_display()}", _("Application"), page, "inbox")


add_finder(_found_applications, place=40)
name_job(JOB, _("Check of partners' websites"))
