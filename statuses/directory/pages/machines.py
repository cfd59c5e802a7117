"""What search engines read: the sitemap and robots.txt."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partners.models import Card
from programs.pages import with_rules
from programs.requests import ProgramRequest
from web.sitemaps import public_pages

MOST_ADDRESSES = 49_990  # a sitemap may hold 50,000
CLOSED = ("portal:dashboard", "account_login", "admin:index")
OPEN = ("account_login", "account_signup", "account_reset_password")  # people look for these
SITEMAP_SECONDS = 3600


@require_safe
@with_rules
def sitemap(request: ProgramRequest) -> HttpResponse:
    """The public pages of the program; of very many partners, the first in the directory's order."""
    codes = Card.objects.filter(program=request.program).order_by("-featured", "-points", "accepted_on", "code")
    listed = codes.values_list("code", flat=True)[:MOST_ADDRESSES]
    pages = [*public_pages(request.definition), *(reverse("statuses:partner", args=[code]) for code in listed)]
    root = request.build_absolute_uri("/")
    shown = {"addresses": [root, *(root.rstrip("/") + page for page in pages)]}
    answer = render(request, "statuses/directory/sitemap.xml", shown, content_type="application/xml")
    answer.headers["Cache-Control"] = f"public, max-age={SITEMAP_SECONDS}"
    return answer


@require_safe
def robots(request: ProgramRequest) -> HttpResponse:
    """Keeps crawlers out of everything that needs a sign-in, but not of signing in, and names the sitemap."""
    closed = sorted({f"/{reverse(name).split('/')[1]}/" for name in CLOSED})
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += [f"Allow: {reverse(name)}$" for name in OPEN]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('statuses:sitemap'))}")
    answer = HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={SITEMAP_SECONDS}"
    return answer
