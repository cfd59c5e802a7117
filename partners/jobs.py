"""The jobs of this app, slice by slice."""

from partners.tokens import jobs as tokens
from partners.websites import jobs as websites

__all__ = ["tokens", "websites"]
