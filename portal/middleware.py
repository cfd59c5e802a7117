"""From host name to tenant: which site and program a request is for, who acts, and the transaction that sees only that.

Two layers, because the host must be known before anything else answers and the actor only after sign-in is read:
`SiteMiddleware` stands first, `TenancyMiddleware` after Django's AuthenticationMiddleware.
"""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.utils import timezone, translation

from common.actor import Actor
from common.clock import today
from common.tenancy import bind, rebind
from partners.acting import UNPROVED, limited, staff_actor
from partners.models import Application, Member
from programs.models import Program, Site
from programs.queries import site_of

CHOSEN_PARTNER = "partner_id"
ACCOUNT_PAGES = "account/"
GetResponse = Callable[[HttpRequest], HttpResponse]


class SiteMiddleware:
    """Sets `request.site` and `request.program`, the site's language and the program's time zone (B24-15.2).

    A host that is no site's gets 404 on every path; the probes are answered before (config/health.py).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = site_for(request)
        if site is None:
            return HttpResponseNotFound("There is no partner program at this address.", content_type="text/plain")
        request.site, request.program = site, site.program
        request.LANGUAGE_CODE = site.language
        with translation.override(site.language), timezone.override(site.program.time_zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", site.language)
        return response


class TenancyMiddleware:
    """Sets `request.actor` and runs view and rendering in one transaction bound to what that actor may see.

    An answer of 500 or above rolls the transaction back. A streaming body is produced after the transaction
    and would see nothing: views collect their rows first.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with bind(request.program.pk, None, request.user.pk):
            request.actor = actor_for(request.user, request.program, chosen=request.session.get(CHOSEN_PARTNER))
            if request.actor.kind != "visitor":
                rebind(request.actor)
            if request.actor.kind == "partner":
                request.actor = limited(request.actor, on=today(request.program.time_zone))
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Someone signed in who is not staff of this host's program finds no admin here; staff without a second
        factor finds its account's pages only, where it sets one up.
        """
        if request.actor.role == UNPROVED and not request.resolver_match.route.startswith(ACCOUNT_PAGES):
            return redirect("account_security")
        namespaces = request.resolver_match.namespaces
        if "admin" in namespaces and request.user.is_authenticated and not request.actor.is_vendor:
            raise Http404
        return None


def site_for(request: HttpRequest) -> Site | None:
    """The site that answers on the request's host name, whatever the port."""
    try:
        host, _port = split_domain_port(request.get_host())
    except DisallowedHost:
        return None
    return site_of(host)


def actor_for(user, program: Program, *, chosen: int | None = None) -> Actor:
    """Who this user is in this program: vendor's staff, else a partner's member, else a visitor.

    A superuser acts as an administrator in whichever program's host was called. Somebody in several partners acts
    for the ``chosen`` one, else for the one joined first.
    """
    if not user.is_authenticated:
        return Actor.visitor(program.pk)
    if staff := staff_actor(user, program_id=program.pk):
        return staff
    members = sorted(Member.objects.filter(program=program, user=user), key=lambda m: (m.partner_id != chosen, m.pk))
    member = members[0] if members else None
    if member:
        return Actor("partner", user.pk, program.pk, member.partner_id, member.role)
    applies = Application.objects.filter(program=program, applicant=user, partner=None).exists()
    return Actor("visitor", user.pk, program.pk, role="applicant" if applies else "")
