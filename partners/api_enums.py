"""The names of this app's enumerations in the API's schema."""

from partners.models import Application
from web.api.enums import name_enum

name_enum("ApplicationState", Application.State.choices, "How far an application has come")
