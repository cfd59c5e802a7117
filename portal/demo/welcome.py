"""What `make demo` says once the portal answers: where to look, and who may sign in."""

from __future__ import annotations

from portal.demo.operations import DEMO_PASSWORD
from portal.demo.plan import DEMO_PROGRAM, Plan, load_plan


def welcome(port: int, plan: Plan | None = None) -> str:
    """Addresses and logins of the demo, as lines for a terminal."""
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
        ]
    )
