"""Every page at three widths, light and dark: it fits, and axe finds nothing serious."""

import pytest

PUBLIC = {
    "directory": "/",
    "partner": "/partners/alpha/",
    "apply": "/apply/",
    "sign-in": "/account/login/",
    "reset": "/account/password/reset/",
}
OWN = {
    "standing": "/dashboard/",
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
    "account-email": "/account/email/",
    "account-password": "/account/password/change/",
    "account-two-step": "/account/2fa/",
}
WIDTHS = (1440, 768, 390)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages(visitor, scheme):
    for width in WIDTHS:
        reader = visitor(width=width, scheme=scheme)
        for picture, path in PUBLIC.items():
            reader.open(path)
            reader.look(picture)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_a_partner(visitor, scheme):
    for width in WIDTHS:
        partner = visitor(width=width, scheme=scheme)
        partner.sign_in()
        for picture, path in OWN.items():
            partner.open(path)
            partner.look(picture)
