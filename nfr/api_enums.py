"""The names of this app's enumerations in the API's schema."""

from nfr.models import NfrGrant
from web.api.enums import name_enum

name_enum("NfrForm", NfrGrant.Form.choices, "The form of an NFR license")
name_enum("NfrState", NfrGrant.State.choices, "Whether an NFR license can be used")
