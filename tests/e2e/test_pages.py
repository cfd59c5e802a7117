"""Every page at three widths, light and dark: it fits, and axe finds no serious problem.

Pages of the account are in `test_account.py`, of the admin in `test_admin.py`.
"""

import pytest

PUBLIC = {
    "program": "/",
    "directory": "/partners/",
    "partner": "/partners/alpha/",
    "apply": "/apply/",
}
OWN = {
    "standing": "/dashboard/",
    "benefits": "/dashboard/benefits/",
    "progress": "/dashboard/progress/",
    "what-if": "/dashboard/?as_of=2026-06-08&sell=3500",
    "badge": "/dashboard/badge/",
    "standing-future": "/dashboard/?as_of=2027-01-01",
    "points": "/dashboard/points/",
    "activities": "/dashboard/activities/",
    "claims": "/dashboard/claims/",
    "claim-new": "/dashboard/claims/new/evidence/?evidence=webinar",
    "claim-plan": "/dashboard/claims/new/seminar/",
    "history": "/dashboard/history/",
    "notices": "/dashboard/notices/",
    "mail-choice": "/dashboard/notices/mail/",
    "requests": "/dashboard/requests/",
    "profile": "/dashboard/profile/",
    "profile-edit": "/dashboard/profile/edit/",
    "account-two-step": "/account/2fa/",
}


def test_public_pages(visitor):
    reader = visitor()
    for picture, path in PUBLIC.items():
        reader.open(path)
        reader.look_everywhere(picture)


@pytest.mark.parametrize("part", [0, 1])
def test_partner_pages(visitor, part):
    partner = visitor()
    partner.sign_in()
    for picture, path in list(OWN.items())[part::2]:
        partner.open(path)
        partner.look_everywhere(picture)
