"""How long people's data are kept."""

from typing import Annotated

from pydantic import Field

from programs.definition.base import Code, Part


class Privacy(Part):
    """For how many ``months`` what has ended is kept, by what it is: applications, emails, invitations.

    Without a number the portal's own applies (24, 24 and 12). Requests have their own (``leads.retention_months``).
    """

    months: dict[Code, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
