"""The text `make demo` prints once the portal is up: addresses and logins."""

from __future__ import annotations

from collections.abc import Sequence

from demo.operations import DEMO_PASSWORD, SecondStep
from demo.plan import DEMO_PROGRAM, Plan, load_plan


def welcome(port: int, steps: Sequence[SecondStep] = (), plan: Plan | None = None) -> str:
    """Addresses and logins as lines for a terminal; ``steps`` are the staff's second factors."""
    plan = plan or load_plan(DEMO_PROGRAM)
    home = f"http://{plan.host}:{port}/"
    width = max(len(login.email) for login in plan.login)
    logins = [f"  {login.email:<{width}}  {login.shows}" for login in plan.login]
    return "\n".join(
        [
            f"Echelon is ready: {home}",
            "  the public directory; sign in at the top right",
            f"  {home}admin/ is where the vendor's people work",
            "",
            f"Logins (password for all: {DEMO_PASSWORD})",
            *logins,
            *_second(steps),
        ]
    )


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
