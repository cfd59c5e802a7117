"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import (
    ADMINISTRATOR,
    APPLICANT,
    FORMER,
    LEADERS,
    MAIN,
    MANAGER,
    RECORDS,
    STAFF,
    TEAM,
    VISITOR,
    allow,
)

# A partner's people.
allow("dashboard.view", TEAM)
allow("records.view", RECORDS)
allow("agreement.download", {MAIN, MANAGER, FORMER, APPLICANT})
allow("profile.view", TEAM)
allow("profile.edit", LEADERS)
allow("legal.edit", {MAIN})
allow("team.view", TEAM)
allow("team.manage", {MAIN})
allow("information.view", TEAM)
allow("information.answer", LEADERS)
allow("trademarks.ask", LEADERS)
allow("tokens.manage", {MAIN})

# Applicants.
allow("application.start", {VISITOR, APPLICANT})
allow("application.edit", {APPLICANT})

# The vendor's staff.
allow("applications.view", STAFF)
allow("applications.decide", STAFF, audited=_("Applications"))
allow("profiles.moderate", STAFF, audited=_("Profile changes and websites"))
allow("partners.view", STAFF)
allow("partners.edit", STAFF, audited=_("Partners' profiles"))
allow("partners.decide", STAFF, audited=_("Levels, restrictions, termination"))
allow("partners.note", STAFF, audited=_("Notes"))
allow("team.approve", STAFF, audited=_("Partners' teams"))
allow("information.ask", STAFF, audited=_("Questions to partners"))
allow("trademarks.decide", STAFF, audited=_("Trademark requests"))
allow("staff.manage", {ADMINISTRATOR}, audited=_("Staff"))
allow("vendor_tokens.manage", {ADMINISTRATOR}, audited=_("API tokens"))
