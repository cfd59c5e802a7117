"""What public pages tell search engines and other sites: descriptions, addresses, languages, structured data."""

import json
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from web.templatetags.frame import Kept

register = template.Library()
_heads = Kept()

# Characters that could end the script element or begin markup (django.utils.html.json_script escapes the same).
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def public_head(context: Context, title: str, description: str) -> SafeString:
    """Description, canonical address, languages and Open Graph of a public page.

    The canonical address has no query. Other languages are the program's other sites.
    """
    request, address = context["request"], page_address(context)
    if not request.site.generation:
        return _head(request, title, description, address)
    key = (request.site.generation, address, title, description)
    return _heads.get(key, lambda: _head(request, title, description, address))


def _head(request: Any, title: str, description: str, address: str) -> SafeString:
    sites = request.definition.sites if len(request.definition.sites) > 1 else []
    port = f":{request.get_port()}" if request.get_port() not in ("80", "443") else ""
    shown = {
        "request": request,
        "title": title,
        "description": description,
        "address": address,
        "languages": [(site.language, f"{request.scheme}://{site.host}{port}{request.path}") for site in sites],
    }
    return render_to_string("components/social.html", shown)


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """The page's own address, without its query."""
    return str(context["request"].build_absolute_uri(context["request"].path))


@register.simple_tag
def structured_data(data: dict[str, Any]) -> SafeString:
    """Facts for search engines as JSON-LD (schema.org)."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # escaped above
