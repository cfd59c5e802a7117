"""The text `make demo` prints once the portal is up: addresses and logins."""

from __future__ import annotations

from collections.abc import Sequence

from demo.operations import DEMO_PASSWORD, SecondStep
from demo.plan import Plan, demo_plans


def welcome(port: int, steps: Sequence[SecondStep] = (), plans: Sequence[Plan] = ()) -> str:
    """Addresses and logins as lines for a terminal; ``steps`` are the staff's second factors."""
    plans = plans or demo_plans()
    first = f"http://{plans[0].host}:{port}/"
    return "\n".join(
        [
            f"Echelon is ready: {first}",
            "  the program and its directory; sign in at the top right",
            f"  {first}admin/ is where the vendor's people work",
            f"  Every program has an address of its own. The password of all logins is {DEMO_PASSWORD}",
            *(line for plan in plans for line in _program(port, plan)),
            *_second(steps),
        ]
    )


def first_open(port: int, steps: Sequence[SecondStep], plans: Sequence[Plan]) -> str:
    """What to look at in the first program while the rest is loaded."""
    first, *others = plans
    return "\n".join(
        [
            f"The first program is open: http://{first.host}:{port}/",
            f"  The password of all logins is {DEMO_PASSWORD}",
            *_program(port, first),
            *_second(steps),
            "",
            "Still loading, in a few minutes the whole list is printed:",
            f"  requests of clients{' and deals' if first.deals else ''} of http://{first.host}:{port}/",
            *(f"  http://{plan.host}:{port}/" for plan in others),
        ]
    )


def _program(port: int, plan: Plan) -> list[str]:
    width = max(len(login.email) for login in plan.login)
    logins = [f"  {login.email:<{width}}  {login.shows}" for login in plan.login]
    return ["", f"http://{plan.host}:{port}/  {plan.shows}", *logins]


def _second(steps: Sequence[SecondStep]) -> list[str]:
    if not steps:
        return []
    lines = ["", "The vendor's people sign in with a second step. After the password enter one of these codes:"]
    for step in steps:
        lines += [f"  {step.email}", f"    {' '.join(step.codes)}"]
    lines += [
        "  Each is good once; a new start prints new ones, and so does",
        f"    .venv/bin/python manage.py second-factor {steps[0].email} --codes",
        "  Or give an authenticator app the key:",
        *(f"    {step.email}  {step.app_key}" for step in steps),
    ]
    return lines
