"""Browsers and sessions on pages."""

from django import template

from portal.signin.browsers import browser_in_words

register = template.Library()


@register.filter
def browser(user_agent: str) -> str:
    """The browser and what it runs on, from what it calls itself."""
    return browser_in_words(user_agent)
