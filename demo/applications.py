"""The demo's applications, submitted and decided through the regular operations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.operations import open_account
from common.actor import Actor
from common.tenancy import bind_actor
from demo.papers import stamped_page
from demo.plan import ApplicationStep, DemoApplication, Plan
from partners.admission.consents import confirmations, consent_asked, digest
from partners.admission.operations.applying import Affiliation, send_application
from partners.admission.operations.deciding import approve_application, ask_applicant, decline_application
from partners.admission.operations.verification import hand_in
from partners.models import Application
from programs.definition import Definition
from programs.models import Program, Site, Staff
from programs.queries import definition


def send_applications(*, actor: Actor, program: Program, plan: Plan, password: str, today: date, now: datetime) -> int:
    """Submit and decide the plan's applications as of ``today``; returns how many.

    Does nothing if applications exist already or the program takes none. Applicants without a login in the plan get an
    account with ``password``.
    """
    with bind_actor(actor), transaction.atomic():
        rules = definition(program, today)
        site = Site.objects.filter(program=program, host=plan.host).first()
        if rules.admission is None or site is None or Application.objects.visible_to(actor).exists():
            return 0
        for wanted in plan.application:
            known = User.objects.filter(email__iexact=wanted.email).first()
            user = known or open_account(actor=actor, email=wanted.email, name=wanted.name, password=password)
            way = _Way(program, site, rules, wanted, Actor("visitor", user.pk, program.pk, role="applicant"))
            for step in wanted.step:
                way.take(step, today - timedelta(days=step.days_ago), now - timedelta(days=step.days_ago))
        return len(plan.application)


@dataclass
class _Way:
    """One company's application, step by step."""

    program: Program
    site: Site
    rules: Definition
    wanted: DemoApplication
    applicant: Actor
    application: Application | None = None

    def take(self, step: ApplicationStep, today: date, now: datetime) -> None:
        """Take one step on its day, as the applicant or the vendor's manager."""
        when: dict[str, Any] = {"today": today, "now": now}
        if step.does == "send":
            self.application = self._send(when)
        elif step.does == "hand_in":
            self.application = self._hand_in(when)
        elif self.application is not None:
            given = {"actor": self._manager(step.by), "application": self.application, **when}
            if step.does == "approve":
                approve_application(text=step.text, **given)
            elif step.does == "ask":
                ask_applicant(stage=step.stage, question=step.text, **given)
            else:
                decline_application(stage=step.stage, text=step.text, reason=step.reason, **given)

    def _send(self, when: dict[str, Any]) -> Application:
        statements = confirmations(self.rules)
        named = self.wanted.affiliates
        return send_application(
            actor=self.applicant,
            site=self.site,
            definition=self.rules,
            answers=self.wanted.answers,
            affiliation=Affiliation("yes" if named else "no", named),
            confirmed=[each.code for each in statements],
            agreed_to=digest(statements),
            **when,
        )

    def _hand_in(self, when: dict[str, Any]) -> Application:
        statements = consent_asked(self.rules)
        verification = self.rules.admission.verification if self.rules.admission else None
        papers = (
            {
                paper.code: [stamped_page(paper.name, self.wanted.answers.get("company", ""))]
                for paper in verification.documents
            }
            if verification
            else {}
        )
        return hand_in(
            actor=self.applicant,
            definition=self.rules,
            answers=self.wanted.legal,
            uploads=papers,
            agreed=True,
            agreed_to=digest(statements),
            **when,
        )

    def _manager(self, email: str) -> Actor:
        staff = Staff.objects.get(program=self.program, user__email__iexact=email)
        return Actor("staff", staff.user_id, self.program.pk, role=staff.role)
