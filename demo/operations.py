"""Loads a demo network: imports its history, then creates its logins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.operations import open_account, prove_address, renew_recovery_codes, set_up_app
from common.actor import Actor
from common.tenancy import bind_actor
from demo.applications import send_applications
from demo.claims import send_claims
from demo.clients import send_clients
from demo.deals import send_deals
from demo.exchanges import send_exchanges
from demo.exemptions import send_exemption_requests
from demo.leads import send_leads
from demo.meetings import send_meetings
from demo.network import invent, write_network
from demo.nfr_licences import send_nfr
from demo.orders import send_orders
from demo.plan import Login, Plan
from demo.profiles import send_revisions
from demo.publishing import under_newest_rules
from demo.quotes import send_quotes
from importing.operations import Imported, Progress, import_log
from partners.models import Member, Partner
from programs.models import Program, Staff

# Printed on the demo's first screen; it protects nothing real.
DEMO_PASSWORD = "echelon-demo"  # noqa: S105


@dataclass(frozen=True, slots=True)
class SecondStep:
    """How a demo staff member passes the second factor: a single-use code, or an app with the key."""

    email: str
    codes: list[str]
    app_key: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded; ``imported`` is None when the network existed already."""

    imported: Imported | None
    logins_added: int


def load_demo(
    *, actor: Actor, program: Program, plan: Plan, today: date, now: datetime, progress: Progress | None = None
) -> Loaded:
    """Load the plan's network as of ``today``, its logins, and what its people do. Fast when all of it exists.

    A program that has partners keeps them; nothing is added to what people have entered since. Each part does
    nothing where it was loaded before, so a load that was killed is completed by the next.
    """
    loaded = load_network(actor=actor, program=program, plan=plan, today=today, now=now, progress=progress)
    load_leads(actor=actor, program=program, plan=plan, today=today, now=now)
    return loaded


def load_network(
    *, actor: Actor, program: Program, plan: Plan, today: date, now: datetime, progress: Progress | None = None
) -> Loaded:
    """Load partners with their history, the logins, and what they have sent, ordered and sold."""
    with bind_actor(actor):
        there = Partner.objects.visible_to(actor).exists()
    imported = None
    if not there:
        with TemporaryDirectory(prefix="echelon-demo-") as folder:
            write_network(invent(plan, day=today), Path(folder))
            imported = import_log(
                actor=actor, program=program, folder=Path(folder), today=today, now=now, progress=progress
            )
    with bind_actor(actor):
        plan = under_newest_rules(plan, program, today=today)
        added = sum(_let_in(actor, program, login) for login in plan.login)
    at: dict[str, Any] = {"actor": actor, "program": program, "today": today, "now": now}
    send_applications(**at, plan=plan, password=DEMO_PASSWORD)
    send_claims(**at, plan=plan)
    send_exchanges(**at, plan=plan)
    send_revisions(**at, plan=plan)
    send_orders(**at, plan=plan)
    send_quotes(**at, plan=plan)
    send_exemption_requests(**at, plan=plan)
    send_clients(**at, plan=plan)
    send_nfr(**at)
    send_meetings(**at)
    return Loaded(imported, added)


def load_leads(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> None:
    """Load the requests of clients and the deals of a network that is there: half of the work."""
    with bind_actor(actor):
        plan = under_newest_rules(plan, program, today=today)
    at: dict[str, Any] = {"actor": actor, "program": program, "plan": plan, "today": today, "now": now}
    send_leads(**at)
    send_deals(**at)


def renew_second_steps(*, actor: Actor, plan: Plan) -> list[SecondStep]:
    """Create new single-use codes for every staff login of the plan, replacing the old ones."""
    people = User.objects.in_bulk([login.email for login in plan.login if login.staff], field_name="email")
    steps = []
    with bind_actor(actor):
        for user in people.values():
            prove_address(actor=actor, user=user)
            app_key = set_up_app(actor=actor, user=user)
            steps.append(SecondStep(user.email, renew_recovery_codes(actor=actor, user=user), app_key))
    return steps


@transaction.atomic
def _let_in(actor: Actor, program: Program, login: Login) -> bool:
    """Give a login its role in the program; False when it exists already."""
    if User.objects.filter(email__iexact=login.email).exists():
        return False
    partner = Partner.objects.visible_to(actor).filter(code=login.partner).first() if login.partner else None
    if login.partner and partner is None:
        return False
    user = open_account(
        actor=actor, email=login.email, name=login.name, password=DEMO_PASSWORD, is_staff=bool(login.staff)
    )
    if partner:
        Member.objects.create(program=program, partner=partner, user=user, role=login.role)
    if login.staff:
        Staff.objects.create(program=program, user=user, role=login.staff)
    return True
