"""The vendor's admin at /admin/, for the staff of the host's program and for superusers."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite

from portal.queries.urgent import most_urgent
from portal.queries.waiting import decided_next, waiting
from programs.first_steps import first_steps
from programs.queries import NothingPublished, revisions
from programs.request_rules import names_today, rules_today
from programs.requests import ProgramRequest
from statuses.forecast import forecasts
from web.admin.bound import BoundAdmin, program_today
from web.admin.desk import any_desk
from web.admin.menu import sidebar
from web.admin.search import find_everything, search_box
from web.reporting import reports
from web.requests import Request

VIEWS_AT_HOME = 20


class VendorSite(UnfoldAdminSite):
    """Accepts only pages bound to a program, and lets only the vendor's staff in."""

    index_title = _("To do")
    index_template = "portal/admin/home.html"
    enable_nav_sidebar = True

    def register(
        self, model_or_iterable: type[Model] | Iterable[type[Model]], admin_class: Any = None, **options: Any
    ) -> None:
        """Register a page. Third-party pages are skipped because they would read across programs."""
        if admin_class is not None and issubclass(admin_class, BoundAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: Request) -> bool:
        return request.user.is_active and request.actor.kind == "staff"

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Let in who may; a page that needs published rules says so if there are none yet."""

        @wraps(view)
        def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except NothingPublished:
                request.current_app = self.name
                context = {**self.each_context(request), "title": _("Rules")}
                return TemplateResponse(request, "programs/admin/no_rules.html", context)

        return super().admin_view(shown, cacheable)

    def get_app_list(self, request: Request, app_label: str | None = None) -> Any:
        """Return every model's page by app, once somebody looks at it: each page gets it, and the menu needs none."""
        return SimpleLazyObject(lambda: super(VendorSite, self).get_app_list(request, app_label))

    def each_context(self, request: Request) -> dict[str, Any]:
        """Add the search box beside the menu."""
        return {**super().each_context(request), "search_box": search_box()}

    def get_sidebar_list(self, request: Request) -> list[dict[str, Any]]:
        """Return the menu as the apps registered it, for this person."""
        return sidebar(request)

    def index(self, request: ProgramRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the counts of waiting work, each linked to its list."""
        on, rules = program_today(request), rules_today(request)
        soonest: Sequence[Any] = []
        if rules:
            soonest = decided_next(request.actor, on=on)
            coming = forecasts(soonest, revisions=revisions(request.program.pk), known_until=on)
            for row in soonest:
                row.coming = coming.get(row.pk)
        found = waiting(request.actor, program=request.program, on=on, rules=rules)
        context = {
            "waiting": [one for one in found if not one.calm],
            "first": [one for one in found if one.urgent],
            "then": [one for one in found if not one.calm and not one.urgent],
            "calm": [one for one in found if one.calm],
            "urgent": most_urgent(request.actor, program=request.program, on=on, rules=rules),
            "today": on,
            "soonest": soonest,
            "names": names_today(request),
            "reports": reports(rules),
            "views": desk.every(request)[:VIEWS_AT_HOME] if (desk := any_desk()) else (),
            "first_steps": first_steps(request.actor, rules),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def search(self, request: Request, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Answer the palette. The theme's own answers are cached by person, without regard to the program."""
        found = find_everything(request, request.GET.get("s", ""))
        return TemplateResponse(request, "web/admin/found.html", {"found": found, "asked": request.GET.get("s", "")})

    @method_decorator(never_cache)
    def login(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Use the portal's sign-in, which limits attempts and asks for the second factor."""
        query = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")

    def password_change(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Use the portal's password page."""
        return HttpResponseRedirect(reverse("account_change_password"))
