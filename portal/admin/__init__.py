"""Pages of the admin that compose several apps: partners with everything about them, applications, claims, people."""

from activities.claims import admin as claims
from partners import admin_records as records
from partners.admission import admin as applications
from partners.measures import admin as measures
from partners.profile import admin as profiles
from partners.team import admin_members as team
from partners.team import admin_people as people
from partners.team import admin_staff as staff
from partners.websites import admin as websites
from portal.admin import audit, partners

__all__ = [
    "applications",
    "audit",
    "claims",
    "measures",
    "partners",
    "people",
    "profiles",
    "records",
    "staff",
    "team",
    "websites",
]
