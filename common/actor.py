"""The actor of a read or an operation: it determines what is visible and what is recorded."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("system", "staff", "partner", "visitor")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or the system, acting in one program.

    `kind` is one of `KINDS`. `partner_id` is set only for members of a partner. `role` is the role
    of a member or of staff; empty for the system and for visitors.
    """

    kind: str
    user_id: int | None = None
    program_id: int | None = None
    partner_id: int | None = None
    role: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"An actor's kind is one of {', '.join(KINDS)}; not {self.kind!r}.")
        if (self.kind == "partner") != (self.partner_id is not None):
            raise ValueError("A partner's member names its partner; nobody else does.")

    @classmethod
    def system(cls, program_id: int | None) -> Actor:
        """The portal itself in one program: jobs, imports, reactions."""
        return cls("system", program_id=program_id)

    @classmethod
    def visitor(cls, program_id: int | None) -> Actor:
        """Someone who is not signed in, or has no role in this program."""
        return cls("visitor", program_id=program_id)

    @property
    def is_vendor(self) -> bool:
        """Whether the actor is the vendor: its staff, or the system."""
        return self.kind in ("system", "staff")
