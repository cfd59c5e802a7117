"""Applicants for tests of the vendor's side. Each step runs the real operation."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256

from accounts.models import User
from common.actor import Actor
from common.tenancy import bind, bind_actor
from common.uploads import Upload
from partners.admission.consents import confirmations, consent_asked, digest
from partners.admission.operations.applying import Affiliation, answer_question, send_application
from partners.admission.operations.verification import hand_in
from partners.models import Application
from programs.models import Site
from programs.queries import definition
from tests.cast import person

PAPER = Upload("proof.pdf", "application/pdf", b"%PDF-1.4 proof", sha256(b"proof").hexdigest())


@dataclass
class Applicant:
    """A person applying for a company on one site."""

    user: User
    site: Site
    company: str = "Gamma Systems"
    country: str = "CY"
    website: str = "https://www.gamma.example/"
    email: str = "office@gamma.example"
    phone: str = "+357 25 654321"
    affiliates: str = ""
    tax_id: str = "10259033P"
    registration_number: str = "HE 400500"

    @property
    def actor(self) -> Actor:
        return Actor("visitor", self.user.pk, self.site.program_id, role="applicant")

    def rules(self, on: date):
        """The program's rules on the day."""
        with bind(self.site.program_id):
            return definition(self.site.program, on)

    def sends(self, on: date) -> Application:
        """Fills in and submits the public form on a day."""
        rules = self.rules(on)
        answers = {
            "company": self.company,
            "country": self.country,
            "kind": "Integrator",
            "contact": "Gil Gamma",
            "email": self.email,
            "phone": self.phone,
            "website": self.website,
        }
        statements = confirmations(rules)
        with bind_actor(self.actor):
            return send_application(
                actor=self.actor,
                site=self.site,
                definition=rules,
                answers=answers,
                affiliation=Affiliation("yes" if self.affiliates else "no", self.affiliates),
                confirmed=[each.code for each in statements],
                agreed_to=digest(statements),
                today=on,
                now=at(on),
            )

    def hands_in(self, on: date) -> Application:
        """Submits legal data, documents and the agreement."""
        rules = self.rules(on)
        legal = {
            "registered_name": f"{self.company} Ltd",
            "registration_number": self.registration_number,
            "tax_id": self.tax_id,
            "legal_address": "1 Harbour Road\n3036 Limassol",
            "postal_address": "PO Box 7\n3036 Limassol",
            "bank_details": "IBAN CY17 0020 0128 0000 0012 0052 7600",
        }
        statements = consent_asked(rules)
        with bind_actor(self.actor):
            return hand_in(
                actor=self.actor,
                definition=rules,
                answers=legal,
                uploads={paper.code: [PAPER] for paper in rules.admission.verification.documents},
                agreed=True,
                agreed_to=digest(statements),
                today=on,
                now=at(on),
            )

    def answers(self, text: str, on: date) -> Application:
        """Answers the vendor's question."""
        with bind_actor(self.actor):
            return answer_question(actor=self.actor, definition=self.rules(on), text=text, today=on, now=at(on))


def applicant(site: Site, name: str = "Gil", **facts) -> Applicant:
    """A person with a verified address who is about to apply."""
    return Applicant(person(facts.pop("login", f"{name.lower()}@gamma.example"), name), site, **facts)


def at(day: date) -> datetime:
    """Noon on the day."""
    return datetime.combine(day, time(12), UTC)


def fresh(application: Application) -> Application:
    """Reload the application."""
    with bind(application.program_id):
        return Application.objects.select_related("partner", "applicant", "program").get(pk=application.pk)
