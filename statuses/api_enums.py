"""The names of this app's enumerations in the API's schema."""

from statuses.models import StatusChange
from web.api.enums import name_enum

name_enum("LevelChangeCause", StatusChange.Cause.choices)
name_enum("RequirementState", ["met", "open", "later"])
name_enum("RequirementList", ["reach", "requalify", "keep", "grace"])
name_enum("RequirementMeasure", ["money", "quantity", "count", "distinct", "quarters", "points"])
name_enum("RequirementBound", ["at_least", "at_most"])
name_enum("Presence", ["required", "optional", "none"])
