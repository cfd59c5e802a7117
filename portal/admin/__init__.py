"""Pages of the admin that compose several apps: a partner with everything about it, and the people of a program."""

from portal.admin import partners, people

__all__ = ["partners", "people"]
