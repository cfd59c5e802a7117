"""The request type of a program's pages."""

from datetime import date
from typing import Any

from programs.definition import Definition
from programs.definition.revisions import Revisions
from programs.models import Program, Site
from programs.rulebook import Rulebook
from web.requests import Request


class ProgramRequest(Request):
    """A request to a program's site. Pages that need rules (programs/pages.py) have the last four."""

    program: Program
    teams: list[tuple[int, str]]
    """The partners in whose team the person is, with their role; set with ``actor``."""
    own_partner: Any
    """The partner for which a member acts."""
    site: Site  # type: ignore[assignment]  # The stubs promise the site of django.contrib.sites, which we do not use
    rulebook: Rulebook
    revisions: Revisions
    definition: Definition
    today: date
