"""The state machine of a claim. Pure functions, shared by pages, API and tests.

A kind with prior approval starts as a plan, any other as a claim. ``None`` as the next state means: back to the state
in which the vendor asked its question.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from one of several states to another."""

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
    """Whether the step is allowed in this state."""
    return state in STEPS[step].of


def begins(prior_approval: bool) -> str:
    """The state of a newly submitted claim."""
    return _PLANNED if prior_approval else _SUBMITTED


def after(step: str, *, is_plan: bool) -> str:
    """The state after a step; ``is_plan`` when the plan, not the result, is under review."""
    return STEPS[step].to or begins(is_plan)
