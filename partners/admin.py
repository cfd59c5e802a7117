"""Imports the admin pages of this app, one module per slice."""

from partners import admin_records as records
from partners.admission import admin as admission
from partners.measures import admin as measures
from partners.measures import admin_questions
from partners.profile import admin as profile
from partners.team import admin_invitations, admin_members, admin_people, admin_staff
from partners.tokens import admin as tokens
from partners.websites import admin as websites

__all__ = [
    "admin_invitations",
    "admin_members",
    "admin_people",
    "admin_questions",
    "admin_staff",
    "admission",
    "measures",
    "profile",
    "records",
    "tokens",
    "websites",
]
