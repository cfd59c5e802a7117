"""How the admin looks and what its menu says; settings.UNFOLD."""

from functools import partial
from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may


def program_name(request: Any) -> str:
    """The name over the menu: whose program this is."""
    return str(request.program.name)


def _page(
    title: Any, icon: str, name: str, *, query: str = "", active: Any = None, permission: str = ""
) -> dict[str, Any]:
    """An entry of the menu; with a ``permission`` only for those who have it."""
    page = {"title": title, "icon": icon, "link": format_lazy("{}{}", reverse_lazy(f"admin:{name}"), query)}
    if permission:
        page["permission"] = lambda request: may(request.actor, permission)
    return page | {"active": active} if active else page


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

    page = _page(title, icon, name, query=f"?queue={queue}" if queue else "", active=active)
    return page | {"permission": _takes_applications}


def _takes_applications(request: Any) -> bool:
    """A program whose rules take no applications has no queues for them."""
    from programs.in_force import rules_today

    rules = rules_today(request)
    return bool(rules and rules.admission)


_GREEN = {
    "50": "#f1f7f4", "100": "#dcebe4", "200": "#b9d8cb", "300": "#8dbfac", "400": "#57a089", "500": "#3a957b",
    "600": "#0e5a4a", "700": "#0c4b3e", "800": "#0a4034", "900": "#08332a", "950": "#041d18",
}  # fmt: skip
_WARM = {
    "50": "#f8f6f1", "100": "#efece4", "200": "#ddd8cc", "300": "#c3bdae", "400": "#98948a", "500": "#6d6c65",
    "600": "#515650", "700": "#3c433e", "800": "#28302c", "900": "#161d1a", "950": "#0f1412",
}  # fmt: skip

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": program_name,
    "SITE_HEADER": program_name,
    "SITE_SUBHEADER": _("Partner program"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("mark.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("mark.svg")}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "STYLES": [lambda request: static("css/admin.css")],
    "BORDER_RADIUS": "8px",
    "COLORS": {"base": _WARM, "primary": _GREEN},
    "ACCOUNT": {"navigation": [{"title": _("Account and password"), "link": reverse_lazy("account_change_password")}]},
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {"items": [_page(_("Home"), "home", "index")]},
            {
                "title": _("Applications"),
                "separator": True,
                "items": [
                    _applications(_("Preliminary review"), "inbox", "review"),
                    _applications(_("Verification"), "fact_check", "verification"),
                    _applications(_("All applications"), "folder_shared"),
                ],
            },
            {
                "title": _("Partners"),
                "separator": True,
                "items": [
                    _page(_("Partners"), "storefront", "partners_partner_changelist"),
                    _page(_("Claims"), "fact_check", "activities_claim_changelist", query="?state=waiting"),
                    _page(_("Activities"), "receipt_long", "activities_activity_changelist", active=_activities),
                    _page(_("Record an activity"), "add_notes", "activities_activity_add"),
                    _page(
                        _("Profile changes"), "edit_note", "partners_profilerevision_changelist", query="?state=pending"
                    ),
                    _page(_("Website checks"), "travel_explore", "partners_websitecheck_changelist"),
                    _page(_("Notices"), "inbox", "notices_notice_changelist"),
                    _page(_("Outgoing mail"), "outgoing_mail", "notices_mail_changelist"),
                ],
            },
            {
                "title": _("Levels"),
                "separator": True,
                "items": [
                    _page(
                        _("Reviews due"),
                        "event_upcoming",
                        "statuses_standing_changelist",
                        query="?due=90",
                        active=partial(_standings, due=True),
                    ),
                    _page(
                        _("Standings"), "stairs", "statuses_standing_changelist", active=partial(_standings, due=False)
                    ),
                    _page(_("Status changes"), "history", "statuses_statuschange_changelist"),
                    _page(_("Managers' decisions"), "gavel", "statuses_decision_changelist"),
                    _page(_("Certificates"), "workspace_premium", "statuses_certificate_changelist"),
                ],
            },
            {
                "title": _("Points"),
                "separator": True,
                "items": [
                    _page(_("Totals"), "leaderboard", "points_account_changelist"),
                    _page(_("Entries"), "format_list_bulleted", "points_entry_changelist"),
                ],
            },
            {
                "title": _("Program"),
                "separator": True,
                "items": [
                    _page(_("Rules"), "menu_book", "programs_revision_changelist"),
                    _page(_("Sites"), "language", "programs_site_changelist"),
                    _page(_("Daily jobs"), "schedule", "programs_jobrun_changelist"),
                ],
            },
            {
                "title": _("People"),
                "separator": True,
                "items": [
                    _page(
                        _("Invitations to approve"),
                        "how_to_reg",
                        "partners_invitation_changelist",
                        query="?state=waiting",
                    ),
                    _page(_("Team members"), "groups", "partners_member_changelist"),
                    _page(_("Users"), "group", "accounts_user_changelist"),
                    _page(_("Staff"), "badge", "programs_staff_changelist", permission="staff.manage"),
                    _page(_("API tokens"), "key", "partners_apitoken_changelist", permission="vendor_tokens.manage"),
                ],
            },
        ],
    },
}
