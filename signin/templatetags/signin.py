"""Template tags for browsers and sessions."""

from django import template

from signin.browsers import browser_in_words

register = template.Library()


@register.filter
def browser(user_agent: str) -> str:
    """Browser and operating system from the user agent."""
    return browser_in_words(user_agent)
