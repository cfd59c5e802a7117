"""The admin's appearance; settings.UNFOLD. The apps register its menu (web/admin/menu.py)."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def program_name(request: Any) -> str:
    """Return the name above the menu: the program's."""
    return str(request.program.name)


_GREEN = {
    "50": "#f1f7f4",
    "100": "#dcebe4",
    "200": "#b9d8cb",
    "300": "#8dbfac",
    "400": "#57a089",
    "500": "#3a957b",
    "600": "#0e5a4a",
    "700": "#0c4b3e",
    "800": "#0a4034",
    "900": "#08332a",
    "950": "#041d18",
}
_WARM = {
    "50": "#f8f6f1",
    "100": "#efece4",
    "200": "#ddd8cc",
    "300": "#c3bdae",
    "400": "#98948a",
    "500": "#6d6c65",
    "600": "#515650",
    "700": "#3c433e",
    "800": "#28302c",
    "900": "#161d1a",
    "950": "#0f1412",
}

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
    "SCRIPTS": [
        lambda request: static("js/queue.js"),
        lambda request: static("js/keys.js"),
        lambda request: static("js/menu.js"),
    ],
    "STYLES": [
        lambda request: static("css/admin.css"),
        lambda request: static("css/admin_lists.css"),
        lambda request: static("css/charts.css"),
    ],
    "BORDER_RADIUS": "8px",
    "COLORS": {"base": _WARM, "primary": _GREEN},
    "ACCOUNT": {"navigation": [{"title": _("Account and password"), "link": reverse_lazy("account_change_password")}]},
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
    },
}
