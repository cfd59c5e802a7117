"""What public pages tell search engines and other sites: descriptions, addresses, languages, structured data."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale

from web.languages import PARAMETER, offered
from web.templatetags.frame import Kept

register = template.Library()
_heads = Kept()

# Characters that could end the script element or begin markup (django.utils.html.json_script escapes the same).
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def public_head(context: Context, title: str, description: str, picture: str = "") -> SafeString:
    """Description, canonical address, languages and Open Graph of a public page; ``picture`` is a path.

    The canonical address has no query but a language that isn't the site's. Languages with a site of their own lead
    there, the others to this site.
    """
    request, address = context["request"], page_address(context)
    if not request.site.generation:
        return _head(request, title, description, address, picture)
    key = (request.site.generation, address, get_language(), title, description, picture)
    return _heads.get(key, lambda: _head(request, title, description, address, picture))


def _head(request: Any, title: str, description: str, address: str, picture: str) -> SafeString:
    own, here = request.site.language, get_language()
    shown = {
        "request": request,
        "title": title,
        "description": description,
        "address": address if here == own else f"{address}?{PARAMETER}={here}",
        "languages": _languages(request, address),
        "locale": to_locale(here or settings.LANGUAGE_CODE),
        "picture": request.build_absolute_uri(picture) if picture else "",
    }
    return render_to_string("components/social.html", shown)


def _languages(request: Any, address: str) -> list[tuple[str, str]]:
    """Each language with the address of this page in it; the site's own without a query, for everyone else too."""
    port = f":{request.get_port()}" if request.get_port() not in ("80", "443") else ""
    rules = getattr(request, "definition", None)  # pages that need no rules have none
    sites = reversed(rules.sites) if rules else ()
    others = {each.language: each.host for each in sites if each.language}
    here = {code: f"{address}?{PARAMETER}={code}" for code, _name in offered()}
    there = {code: f"{request.scheme}://{host}{port}{request.path}" for code, host in others.items()}
    own = {request.site.language: address} if request.site.language else {}
    return [*(here | there | own).items(), ("x-default", address)]


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """The page's own address, without its query."""
    return str(context["request"].build_absolute_uri(context["request"].path))


@register.simple_tag(takes_context=True)
def website(context: Context, description: str, directory: str) -> dict[str, Any]:
    """The portal as a schema.org WebSite whose partners can be searched at the path of its directory."""
    request = context["request"]
    search = request.build_absolute_uri(directory)
    return {
        "@type": "WebSite",
        "name": request.program.name,
        "url": request.build_absolute_uri("/"),
        "description": description,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{query}}"},
            "query-input": "required name=query",
        },
    }


@register.simple_tag
def structured_data(data: dict[str, Any]) -> SafeString:
    """Facts for search engines as JSON-LD (schema.org)."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # escaped above
