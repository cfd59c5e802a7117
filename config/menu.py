"""What the admin's menu says: each entry with its icon, where it leads and who sees it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may


def _page(
    title: Any,
    icon: str,
    name: str,
    *,
    query: str = "",
    active: Any = None,
    permission: str = "",
    rule: Callable[[Any], Any] | None = None,
) -> dict[str, Any]:
    """An entry of the menu: with a ``permission`` for those who have it, with a ``rule`` where today's rules say so."""
    page = {"title": title, "icon": icon, "link": format_lazy("{}{}", reverse_lazy(f"admin:{name}"), query)}
    if permission or rule:
        page["permission"] = lambda request: (
            (not permission or may(request.actor, permission)) and (not rule or _holds(request, rule))
        )
    return page | {"active": active} if active else page


def _holds(request: Any, rule: Callable[[Any], Any]) -> bool:
    """Whether the program's rules of today have it. Settings read this module: it imports no model before a request."""
    from programs.in_force import rules_today

    rules = rules_today(request)
    return bool(rules and rule(rules))


def _activities(request: Any) -> bool:
    """The log, not the page that records into it, which lies below it."""
    log, recording = (str(reverse_lazy(f"admin:activities_activity_{page}")) for page in ("changelist", "add"))
    return request.path.startswith(log) and not request.path.startswith(recording)


def _standings(request: Any, *, due: bool) -> bool:
    """Two entries of the menu lead to the same list, one of them to what is due."""
    here = request.path.startswith(str(reverse_lazy("admin:statuses_standing_changelist")))
    return here and due == bool(request.GET.get("due"))


def _applications(title: Any, icon: str, queue: str = "") -> dict[str, Any]:
    """Three entries of the menu lead to the same list; an application's own page belongs to the one for all."""
    name = "partners_application_changelist"

    def active(request: Any) -> bool:
        here = request.path.startswith(str(reverse_lazy(f"admin:{name}")))
        asked = request.GET.get("queue", "")
        return here and (asked == queue or (not queue and asked not in ("review", "verification")))

    query = f"?queue={queue}" if queue else ""
    return _page(title, icon, name, query=query, active=active, rule=lambda rules: rules.admission)


def _claims(request: Any) -> bool:
    """The list of claims and each of them."""
    return request.path.startswith(str(reverse_lazy("admin:activities_claim_changelist")))


def _profiles(request: Any) -> bool:
    """The list of changes and each of them."""
    return request.path.startswith(str(reverse_lazy("admin:partners_profilerevision_changelist")))


def _group(title: Any, *items: dict[str, Any]) -> dict[str, Any]:
    """Entries under a heading."""
    return {"title": title, "separator": True, "items": list(items)}


NAVIGATION: list[dict[str, Any]] = [
    {"items": [_page(_("Home"), "home", "index")]},
    _group(
        _("Applications"),
        _applications(_("Preliminary review"), "inbox", "review"),
        _applications(_("Verification"), "fact_check", "verification"),
        _applications(_("All applications"), "folder_shared"),
    ),
    _group(
        _("Partners"),
        _page(_("Partners"), "storefront", "partners_partner_changelist"),
        _page(
            _("Profile changes"),
            "edit_note",
            "partners_profilerevision_changelist",
            query="?state=pending",
            active=_profiles,
        ),
        _page(
            _("Website checks"),
            "travel_explore",
            "partners_websitecheck_changelist",
            rule=lambda rules: rules.directory and rules.directory.website_check,
        ),
        _page(_("Documents"), "description", "partners_document_changelist"),
        _page(_("Consents"), "signature", "partners_consent_changelist"),
        _page(_("Notes"), "sticky_note_2", "partners_note_changelist"),
    ),
    _group(
        _("What partners did"),
        _page(_("Claims"), "task_alt", "activities_claim_changelist", query="?state=waiting", active=_claims),
        _page(_("Activities"), "receipt_long", "activities_activity_changelist", active=_activities),
        _page(_("Record an activity"), "add_notes", "activities_activity_add"),
    ),
    _group(
        _("Questions and measures"),
        _page(
            _("Information requests"),
            "quiz",
            "partners_informationrequest_changelist",
            rule=lambda rules: rules.admission and rules.admission.information_requests,
        ),
        _page(
            _("Uses of the trademarks"),
            "copyright",
            "partners_trademarkrequest_changelist",
            rule=lambda rules: rules.admission and rules.admission.trademarks,
        ),
        _page(_("Restrictions"), "lock", "partners_restriction_changelist"),
        _page(_("Notices"), "campaign", "notices_notice_changelist"),
        _page(_("Outgoing mail"), "outgoing_mail", "notices_mail_changelist"),
    ),
    _group(
        _("Levels"),
        _page(
            _("Reviews due"),
            "event_upcoming",
            "statuses_standing_changelist",
            query="?due=90",
            active=partial(_standings, due=True),
        ),
        _page(_("Standings"), "stairs", "statuses_standing_changelist", active=partial(_standings, due=False)),
        _page(_("Status changes"), "history", "statuses_statuschange_changelist"),
        _page(_("Managers' decisions"), "gavel", "statuses_decision_changelist"),
        _page(_("Certificates"), "workspace_premium", "statuses_certificate_changelist"),
    ),
    _group(
        _("Points"),
        _page(_("Totals"), "leaderboard", "points_account_changelist"),
        _page(_("Entries"), "format_list_bulleted", "points_entry_changelist"),
    ),
    _group(
        _("People"),
        _page(_("Invitations"), "how_to_reg", "partners_invitation_changelist", query="?state=waiting"),
        _page(_("Team members"), "groups", "partners_member_changelist"),
        _page(_("Users"), "group", "accounts_user_changelist"),
        _page(_("Staff"), "badge", "programs_staff_changelist", permission="staff.manage"),
        _page(_("API tokens"), "key", "partners_apitoken_changelist", permission="vendor_tokens.manage"),
    ),
    _group(
        _("Program"),
        _page(_("Rules"), "menu_book", "programs_revision_changelist"),
        _page(_("Sites"), "language", "programs_site_changelist"),
        _page(_("Daily jobs"), "schedule", "programs_jobrun_changelist"),
        _page(_("Audit log"), "policy", "accounts_auditentry_changelist", permission="audit.view"),
    ),
]
