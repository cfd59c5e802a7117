"""The names of this app's enumerations in the API's schema."""

from clients.models import Client, ClientLicence, ReferralSignUp
from web.api.enums import name_enum

name_enum("ClientKind", Client.Kind.choices, "Where a client runs the product")
name_enum("ClientOrigin", Client.Origin.choices, "How a client came to the partner")
name_enum("LicenseKind", ClientLicence.Kind.choices, "The kind of a license")
name_enum("LicenseState", ClientLicence.State.choices, "Whether a license can be used")
name_enum("SignUpState", ReferralSignUp.State.choices, "What came of a sign-up")
