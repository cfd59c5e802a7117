"""The way of a claim: which step leads from which state to which. Pure, the same for pages, API and tests.

A kind with prior approval begins as a plan; any other as what it is. ``None`` as the next state means: back to where
the vendor's question came from.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that leads from some states to one."""

    of: frozenset[str]
    to: str | None


_PLANNED, _PLAN_APPROVED, _SUBMITTED, _ASKED = "planned", "plan_approved", "submitted", "asked"

STEPS: dict[str, Transition] = {
    "approve_plan": Transition(frozenset({_PLANNED}), _PLAN_APPROVED),
    "complete": Transition(frozenset({_PLAN_APPROVED}), _SUBMITTED),
    "ask": Transition(frozenset({_PLANNED, _SUBMITTED}), _ASKED),
    "answer": Transition(frozenset({_ASKED}), None),
    "approve": Transition(frozenset({_SUBMITTED}), "approved"),
    "decline": Transition(frozenset({_PLANNED, _SUBMITTED, _ASKED}), "declined"),
    "withdraw": Transition(frozenset({_PLANNED, _PLAN_APPROVED, _SUBMITTED, _ASKED}), "withdrawn"),
    "retract": Transition(frozenset({"approved"}), "retracted"),
}
VENDOR_STEPS = ("approve_plan", "approve", "ask", "decline")
PARTNER_STEPS = ("complete", "answer", "withdraw")


def can(state: str, step: str) -> bool:
    """Whether a claim in this state takes the step."""
    return state in STEPS[step].of


def begins(prior_approval: bool) -> str:
    """The state of a claim just sent."""
    return _PLANNED if prior_approval else _SUBMITTED


def after(step: str, *, is_plan: bool) -> str:
    """The state after a step; ``is_plan`` when what waits is still the plan and not the result."""
    return STEPS[step].to or begins(is_plan)
