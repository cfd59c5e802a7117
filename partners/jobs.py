"""Imports the Celery tasks of this app's slices."""

from partners.drafts import jobs as drafts
from partners.tokens import jobs as tokens
from partners.websites import jobs as websites

__all__ = ["drafts", "tokens", "websites"]
