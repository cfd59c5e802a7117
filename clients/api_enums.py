"""The names of this app's enumerations in the API's schema."""

from clients.models import Client, ClientLicence, ReferralSignUp
from web.api.enums import name_enum

name_enum("ClientKind", Client.Kind.choices)
name_enum("ClientOrigin", Client.Origin.choices)
name_enum("LicenseKind", ClientLicence.Kind.choices)
name_enum("LicenseState", ClientLicence.State.choices)
name_enum("SignUpState", ReferralSignUp.State.choices)
