"""Imports the Celery tasks of this app's slices."""

from partners.tokens import jobs as tokens
from partners.websites import jobs as websites

__all__ = ["tokens", "websites"]
