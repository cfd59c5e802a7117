"""Links to the same page in the other languages of the portal."""

from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

from web.languages import PARAMETER, by_link, link_to, offered

register = template.Library()

_MARK = mark_safe(' aria-current="true"')


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> SafeString:
    """A list of links to this page in each language, each in its own words; the present one is marked."""
    asked = getattr(context.get("request"), "GET", None)
    return _links(get_language(), asked.urlencode() if asked and set(asked) - {PARAMETER} else "")


@lru_cache(maxsize=64)
def _links(here: str | None, query: str) -> SafeString:
    asked = QueryDict(query)
    links = [
        (link_to(code, asked), code, code, _direction(code), _MARK if code == here else "", name)
        for code, name in offered()
    ]
    rows = format_html_join("", '<li><a href="{}" hreflang="{}" lang="{}" dir="{}"{}>{}</a></li>', links)
    return format_html('<ul class="languages">{}</ul>', rows)


@register.simple_tag
def language_here() -> str:
    """The name of the page's language, in that language."""
    return dict(offered()).get(get_language() or "", "")


@register.simple_tag(takes_context=True)
def only_pages_changed(context: Context) -> bool:
    """Whether this page's link has chosen a language for a signed-in person whose emails are in another one."""
    request = context.get("request")
    if request is None or not request.GET.get(PARAMETER) or not request.user.is_authenticated:
        return False
    own = request.user.language or request.site.language
    return by_link(request) == get_language() != own


def searched(request: Any) -> str:
    """The page's query without the choice of language: what its language links depend on."""
    asked = getattr(request, "GET", None)
    return link_to("", asked) if asked and set(asked) - {PARAMETER} else ""


def _direction(code: str) -> str:
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "ltr"
