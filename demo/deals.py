"""The demo's deals, registered and decided through the regular operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from common.actor import Actor
from common.dates import DAY
from common.tenancy import bind_actor
from demo.plan import Plan
from leads.deals.operations import daily, deciding, pricing, registering, working
from leads.deals.queries import may_register
from leads.models import Deal
from partners.models import Member, Partner
from programs.definition.deals import Deals
from programs.models import Program
from programs.rulebook import Rulebook, rulebook_of

# What each deal comes to, in turns; the clients' companies are invented.
FATES = (
    "submitted",
    "asked",
    "approved",
    "price",
    "overdue",
    "declined",
    "lost",
    "expired",
    "withdrawn",
    "revoked",
    "extended",
    "conflict",
)
CLIENTS = (
    "Steppe Insurance JSC",
    "Altyn Retail LLP",
    "Caspian Freight LLP",
    "Tengri Motors JSC",
    "Almaty Grain LLP",
    "Nomad Telecom JSC",
    "Sary Arka Mining JSC",
    "Turan Pharma LLP",
    "Ile Bank JSC",
    "Zhetysu Energy JSC",
    "Baiterek Construction LLP",
)
PROJECT = "A portal for all branches: documents, requests and the staff directory in one place."


def send_deals(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> int:
    """Register the plan's number of deals and take them to every state; returns how many.

    Does nothing if there are deals already, or if the rules of some weeks ago registered none.
    """
    with bind_actor(actor), transaction.atomic():
        rulebook = rulebook_of(program)
        rules, before = rulebook.on(today).deals, rulebook.on(today - timedelta(days=30)).deals
        if not plan.deals or rules is None or before is None or Deal.objects.visible_to(actor).exists():
            return 0
        members = Member.objects.filter(program=program, role=Member.Role.MAIN, partner__ended_on=None)
        mine = [one for one in members.select_related("partner").order_by("pk") if may_register(one.partner, rules)]
        if not mine:
            return 0
        desk = _Desk(program, rulebook, rules, today, now)
        for number in range(plan.deals):
            member = mine[number % len(mine)]
            who = Actor("partner", member.user_id, program.pk, member.partner_id, member.role)
            desk.play(number, who, member.partner)
    return plan.deals


class _Desk:
    """The partners' and the vendor's work on deals; the same for the same plan and day."""

    def __init__(self, program: Program, rulebook: Rulebook, rules: Deals, today: date, now: datetime) -> None:
        self.program, self.rulebook, self.rules, self.today, self.now = program, rulebook, rules, today, now
        store = rulebook.on(today).store
        self.product = next((one.code for one in store.products if one.enterprise), "") if store else ""

    def play(self, number: int, who: Actor, partner: Partner) -> None:
        """Register one deal and take it to its fate."""
        fate = FATES[number % len(FATES)]
        days = 20 if fate == "overdue" else 2 + number % 3
        company = CLIENTS[2] if fate == "conflict" else CLIENTS[number % len(CLIENTS)]
        if fate == "conflict":
            company = company.replace(" LLP", "")
        deal = registering.register_deal(**self._by(who, days), partner=partner, given=self._form(company, number))
        self._go_on(deal, fate, who, days - 1)

    def _go_on(self, deal: Deal, fate: str, who: Actor, days: int) -> None:
        ours, theirs = self._by(Actor.system(self.program.pk), days), self._by(who, days)
        if fate == "asked":
            deciding.ask_about_deal(**ours, deal=deal, text="Which department decides, and by when?")
        elif fate == "declined":
            deciding.decline_deal(**ours, deal=deal, text="We are in touch with this client ourselves.")
        elif fate == "overdue":
            daily.follow_overdue(**self._by(Actor.system(self.program.pk), 0))
        elif fate not in ("submitted", "conflict"):
            ends = self.today - DAY if fate == "expired" else self.today + 20 * DAY if fate == "extended" else None
            deciding.approve_deal(**self._by(Actor.system(self.program.pk), max(days, 2)), deal=deal, until=ends)
            self._after_approval(deal, fate, ours, theirs)

    def _after_approval(self, deal: Deal, fate: str, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
        match fate:
            case "approved":
                working.begin_work(**theirs, deal=deal, on=self.today + 10 * DAY)
            case "price" if self.rules.prices and self.product:
                pricing.ask_price(**theirs, deal=deal, product=self.product, quantity=1, amount=deal.value)
            case "lost":
                working.lose_deal(**theirs, deal=deal, reason=self.rules.lost_reasons[0])
            case "withdrawn":
                registering.withdraw_deal(**theirs, deal=deal, reason="The client postponed the project.")
            case "revoked":
                deciding.revoke_deal(**ours, deal=deal, text="The client asked for another partner.")
            case "extended":
                working.report_progress(**theirs, deal=deal, text="The contract is with the client's lawyers.")
            case "expired":
                daily.expire_deals(**self._by(Actor.system(self.program.pk), 0))

    def _form(self, company: str, number: int) -> registering.DealForm:
        forms = self.rules.specialists.forms if self.rules.specialists else []
        domain = company.lower().replace(" llp", "").replace(" jsc", "").replace(" ", "-")
        return registering.DealForm(
            company=company,
            country="KZ",
            website=f"{domain}.example",
            name="Dana Serik",
            email=f"dana@{domain}.example",
            project=PROJECT,
            products="Enterprise portal, 1,000 users",
            value=Decimal(1_000_000 * (5 + number)),
            expected_on=self.today + timedelta(days=60 + 5 * number),
            specialists=forms[number % len(forms)] if forms and number % 2 else "",
            accepts=True,
            answers={field.code: "They saw the demo." for field in self.rules.fields if field.type == "long_text"},
        )

    def _by(self, actor: Actor, days: int) -> dict[str, Any]:
        """Who takes a step, ``days`` ago."""
        day = timedelta(days=days)
        return {"actor": actor, "rulebook": self.rulebook, "today": self.today - day, "now": self.now - day}
