"""Courses and learning materials."""

from pydantic import Field

from programs.definition.base import Code, Label, Part, Rule
from programs.definition.clients import Website
from programs.definition.sites import Language


class Recorded(Part):
    """The activity recorded for passing a course: its kind, and the attribute with the course."""

    of: Code
    attribute: Code


class Course(Rule):
    """A course with lessons and tests; passing it gives its user a certificate. ``page`` is where it is taken."""

    code: Code
    name: Label
    languages: list[Language] = Field(min_length=1)
    certificate: bool = True
    page: Website | None = None


class Shelf(Part):
    """A place for documents; no ``levels`` means for partners of every level."""

    code: Code
    name: Label
    levels: list[Code] = Field(default_factory=list)


class Materials(Rule):
    """FAQ, documents and marketing materials."""

    shelves: list[Shelf] = Field(min_length=1)


class Training(Part):
    """Training as a whole."""

    recorded: Recorded
    courses: list[Course] = Field(min_length=1)
    materials: Materials | None = None

    def course(self, code: str) -> Course | None:
        """Return the course with this code; None if the rules have no such course."""
        return next((course for course in self.courses if course.code == code), None)
