"""Who acts. Every read and every operation names its actor; it decides what is visible and what is recorded."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("system", "staff", "partner", "visitor")


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone, or the system itself, inside one program.

    `kind` is one of `KINDS`. `partner_id` is set for a member of a partner only. `role` is the member's
    or the staff's role; empty for the system and for visitors.
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
        """The portal itself at work in one program: jobs, imports, reactions."""
        return cls("system", program_id=program_id)

    @classmethod
    def visitor(cls, program_id: int | None) -> Actor:
        """Somebody not signed in, or signed in without a place in this program."""
        return cls("visitor", program_id=program_id)

    @property
    def is_vendor(self) -> bool:
        """Acts for the vendor: its staff, or the system."""
        return self.kind in ("system", "staff")
