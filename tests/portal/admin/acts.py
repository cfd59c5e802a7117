"""Every action button of the admin, with a row to use it on and the form data.

Keyed by the button's "app.model/path". tests/portal/admin/test_audited.py fails for a button missing here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from activities.models import Activity
from clients.models import Client, ClientLicence
from desk.models import SavedView
from importing.models import ImportRun
from nfr.models import NfrGrant
from notices.models import Mail
from notices.outbox import MOST_ATTEMPTS
from partners.models import (
    ApiToken,
    Application,
    Invitation,
    Member,
    Partner,
    ProfileRevision,
    Restriction,
    TrademarkRequest,
)
from programs.models import Program, Site, Staff
from programs.queries import definition
from reports.models import ReportMail
from statuses.models import Decision, PlannedEnd
from tests.applicants import applicant
from tests.careers import NOON, TODAY
from tests.cast import hire, join, staff_actor
from tests.claims import PLAN, PROJECT, claimed
from tests.clients import client_acts
from tests.leads import lead_acts
from tests.leads.deals import deal_acts
from tests.meetings import meeting_acts
from tests.partners.measures import question_acts
from tests.programs import program_acts
from tests.statuses.penalties import penalty_acts
from tests.store import money_acts, order_acts, quote_acts
from tests.store.rows import first_product

Act = Callable[["World"], tuple[Any, dict[str, Any]]]
DAY = timedelta(days=1)


@dataclass
class World:
    """A program with a partner, its members, and the acting manager."""

    program: Program
    site: Site
    partner: Partner
    user: User
    manager: User

    @property
    def own(self) -> dict[str, Any]:
        return {"program": self.program, "partner": self.partner}

    def invitation(self, state: str) -> Invitation:
        sent = {"digest": "0" * 64, "expires_at": NOON + 9 * DAY} if state == "sent" else {}
        return Invitation.objects.create(
            **self.own,
            email="new@alpha.example",
            role="sales",
            state=state,
            invited_by=self.user,
            invited_at=NOON,
            **sent,
        )

    def application(self, *, verifying: bool = False, **facts: Any) -> Application:
        """A submitted or completed application."""
        from partners.admission.operations.deciding import approve_application

        company = applicant(self.site, facts.pop("name", "Gil"), **facts)
        sent = company.sends(TODAY)
        if not verifying:
            return sent
        actor = staff_actor(self.program, self.manager)
        approve_application(actor=actor, application=sent, text="", today=TODAY, now=NOON)
        return company.hands_in(TODAY)

    def matched(self) -> tuple[Application, list[str]]:
        """An application with the same data as another, and the matches to review."""
        from partners.admission.duplicates import matches, uncleared

        self.application(name="Gus")
        found = self.application(name="Gil")
        rules = definition(self.program, TODAY)
        seen = matches([found], definition=rules, actor=staff_actor(self.program, self.manager))
        return found, sorted(uncleared(found, seen[found.pk]))

    def restriction(self) -> Restriction:
        return Restriction.objects.create(
            **self.own, effect="access", starts_on=TODAY, ends_on=TODAY + 9 * DAY, reason="Unfair", set_at=NOON
        )

    def revision(self) -> ProfileRevision:
        return ProfileRevision.objects.create(
            **self.own,
            number=1,
            before={"city": ""},
            changes={"city": "Paphos"},
            submitted_by=self.user,
            submitted_at=NOON,
        )

    def use(self) -> TrademarkRequest:
        return TrademarkRequest.objects.create(**self.own, use="On a mug", asked_by=self.user, asked_at=NOON)

    def sale(self) -> Activity:
        return Activity.objects.create(**self.own, kind="sale", on=TODAY, amount=100, recorded_at=NOON)

    def client(self, **facts: Any) -> Client:
        known = {"kind": "on_premise", "company": "Acme", "country": "CY", "origin": "purchase"}
        return Client.objects.create(**self.own, **known, linked_on=TODAY, added_at=NOON, **facts)

    def licence(self, **facts: Any) -> ClientLicence:
        given: dict[str, Any] = {
            "client": None if "key_digest" in facts else self.client(),
            "kind": "subscription",
            "product": "p",
            "plan": "P",
            "seats": 5,
            "starts_on": TODAY,
            "reference": "o-1",
            "opened_at": NOON,
        }
        return ClientLicence.objects.create(**self.own, seller=self.partner, **{**given, **facts})

    def nfr(self, state: str, **facts: Any) -> NfrGrant:
        """An NFR license of a Silver partner, in a state."""
        Decision.objects.create(
            **self.own, track="status", kind="exception", level="silver", on=TODAY, reason="Trust", recorded_at=NOON
        )
        return NfrGrant.objects.create(
            **self.own,
            kind="on_premise",
            form="on_premise",
            slot=1,
            allowance=1,
            given="on_claim",
            state=state,
            claimed_at=NOON,
            **facts,
        )

    def mail(self) -> Mail:
        return Mail.objects.create(
            **self.own, key="m", to="a@b.example", subject="Hello", text="There", queued_at=NOON, attempts=MOST_ATTEMPTS
        )

    def upload(self) -> ImportRun:
        return ImportRun.objects.create(
            program=self.program,
            uploaded_by=self.manager,
            uploaded_at=NOON,
            partners=NETWORK,
            activities=b"partner,kind,on,reference\n",
        )

    def token(self) -> ApiToken:
        return ApiToken.objects.create(
            program=self.program, user=self.manager, name="Shop", prefix="ech_1", digest="d", scopes=[], created_at=NOON
        )

    def colleague(self) -> Staff:
        return Staff.objects.get(user=hire(self.program, "Zoe"))

    def member(self) -> Member:
        return Member.objects.get(user=join(self.partner, "Rita", "readonly"))

    def report_mail(self) -> ReportMail:
        return ReportMail.objects.create(
            program=self.program, user=self.manager, report="network", every="week", started_at=NOON, sent_for=TODAY
        )

    def view(self) -> SavedView:
        return SavedView.objects.create(
            program=self.program, user=self.manager, page="partners.partner", name="Gold", saved_at=NOON
        )

    def planned_end(self) -> PlannedEnd:
        return PlannedEnd.objects.create(
            program=self.program, partner=self.partner, on=TODAY + 9 * DAY, reason="Fraud.", planned_at=NOON
        )

    def profile(self) -> dict[str, Any]:
        empty = dict.fromkeys(("address", "website", "email", "phone", "description", "services"), "")
        return {"name": self.partner.name, "city": "Paphos", "listed": "on", **empty}


NETWORK = b"code,name,country,currency,accepted_on\nnew,New Works,DE,EUR,2026-01-10\n"
PRICES = b"product,market,currency,price,minimum\ncloud_basic_year,europe,EUR,9,8\n"
_TERM = {"starts_on": TODAY, "ends_on": TODAY + 9 * DAY, "reason": "Unfair"}

ACTS: dict[str, Act] = {
    **money_acts.ACTS,
    **order_acts.ACTS,
    **quote_acts.ACTS,
    "activities.activity/add": lambda w: (None, {"partner": w.partner.code, "on": TODAY, "amount": "330"}),
    "activities.activity/take-back": lambda w: (w.sale().pk, {"reason": "Paid back"}),
    "activities.claim/approve": lambda w: (claimed(w.partner, w.user, given=PROJECT).pk, {}),
    "activities.claim/approve-plan": lambda w: (claimed(w.partner, w.user, "seminar", PLAN).pk, {}),
    "activities.claim/ask": lambda w: (claimed(w.partner, w.user).pk, {"text": "Which client?"}),
    "activities.claim/message": lambda w: (claimed(w.partner, w.user).pk, {"text": "Thank you."}),
    "activities.claim/decline": lambda w: (claimed(w.partner, w.user).pk, {"text": "No."}),
    **client_acts.ACTS,
    **deal_acts.ACTS,
    **lead_acts.ACTS,
    **meeting_acts.ACTS,
    **question_acts.ACTS,
    **penalty_acts.ACTS,
    **program_acts.ACTS,
    "nfr.nfrgrant/approve": lambda w: (w.nfr("waiting").pk, {}),
    "nfr.nfrgrant/decline": lambda w: (w.nfr("waiting").pk, {"reason": "Not yet."}),
    "nfr.nfrgrant/extend": lambda w: (w.nfr("active", starts_on=TODAY, months=12, ends_on=TODAY + 364 * DAY).pk, {}),
    "nfr.nfrgrant/revoke": lambda w: (w.nfr("active").pk, {"reason": "Resold."}),
    "notices.mail/again": lambda w: (w.mail().pk, {}),
    "partners.application/approve": lambda w: (w.application().pk, {}),
    "partners.application/accept": lambda w: (w.application(verifying=True).pk, {}),
    "partners.application/ask": lambda w: (w.application().pk, {"stage": "review", "question": "Where?"}),
    "partners.application/clear": lambda w: (
        (found := w.matched())[0].pk,
        {"seen": "\n".join(found[1]), "reason": "Two brothers."},
    ),
    "partners.application/decline": lambda w: (w.application().pk, {"stage": "review", "reason": "No fit."}),
    "partners.invitation/invite": lambda w: (
        None,
        {"partner": w.partner.code, "email": "x@alpha.example", "role": "sales"},
    ),
    "partners.invitation/approve": lambda w: (w.invitation("waiting").pk, {}),
    "partners.invitation/decline": lambda w: (w.invitation("waiting").pk, {"reason": "Who is this?"}),
    "partners.invitation/resend": lambda w: (w.invitation("sent").pk, {}),
    "partners.invitation/withdraw": lambda w: (w.invitation("sent").pk, {}),
    "partners.member/role": lambda w: (w.member().pk, {"role": "sales"}),
    "partners.member/remove": lambda w: (w.member().pk, {}),
    "partners.partner/change": lambda w: (w.partner.pk, w.profile()),
    "partners.partner/information": lambda w: (w.partner.pk, {"question": "How many?"}),
    "partners.partner/manager": lambda w: (w.partner.pk, {"manager": str(w.manager.pk)}),
    "partners.partner/note": lambda w: (w.partner.pk, {"text": "Called them."}),
    "partners.partner/access": lambda w: (w.partner.pk, {**_TERM, "person": w.user.pk}),
    "partners.partner/discount": lambda w: (w.partner.pk, {**_TERM, "percent": "20", "conditions": "Fair prices."}),
    "partners.partner/exception": lambda w: (w.partner.pk, {"level": "status/gold", "on": TODAY, "reason": "Trust"}),
    "partners.partner/termination": lambda w: (
        w.partner.pk,
        {"on": TODAY, "reason": "Fraud.", "confirmation": w.partner.code},
    ),
    "partners.partner/cancel-end": lambda w: (w.planned_end().partner_id, {}),
    "partners.profilerevision/approve": lambda w: (w.revision().pk, {}),
    "partners.profilerevision/decline": lambda w: (w.revision().pk, {"reason": "No."}),
    "partners.restriction/lift": lambda w: (w.restriction().pk, {"reason": "They apologised."}),
    "partners.apitoken/make": lambda w: (None, {"name": "Shop", "scopes": ["partners:read"]}),
    "partners.apitoken/revoke": lambda w: (w.token().pk, {}),
    "importing.importrun/upload": lambda w: (None, {"partners": SimpleUploadedFile("partners.csv", NETWORK)}),
    "importing.importrun/import": lambda w: (w.upload().pk, {}),
    "store.product/price": lambda w: (
        first_product(w.partner).pk,
        {"market": "europe", "currency": "EUR", "amount": "9", "minimum": "8", "effective_from": TODAY + 10 * DAY},
    ),
    "store.product/state": lambda w: (
        first_product(w.partner).pk,
        {"state": "withdrawn", "effective_from": TODAY + 10 * DAY},
    ),
    "store.product/import": lambda w: (
        None,
        {"file": SimpleUploadedFile("prices.csv", PRICES), "effective_from": TODAY + 10 * DAY},
    ),
    "privacy.erasure/erase": lambda w: (None, {"email": "gone@nowhere.example"}),
}
# Buttons that only show something or lead to a form elsewhere.
READS = {
    **money_acts.READS,
    **question_acts.READS,
    **quote_acts.READS,
    "clients.client/contact": "shows a contact, and logs the view itself (tests/clients/test_doors.py)",
    "store.product/export": "downloads the prices in force (tests/store/catalogue/test_changes.py)",
    "partners.partner/explanation": "says why the partner stands where it stands",
    "partners.partner/record": "asks for the kind first, then shows the effect (tests/portal/admin/test_dossier.py)",
    "importing.importrun/failed-partners": "downloads rows (tests/importing/test_admin.py)",
    "importing.importrun/failed-activities": "downloads rows (tests/importing/test_admin.py)",
    "leads.leadrequest/import": "checks or brings in a file (tests/leads/requests/test_bringing.py)",
    "privacy.erasure/look-up": "shows what is held, and logs the look itself (tests/privacy/test_pages.py)",
    "privacy.erasure/download": "downloads it, and logs that itself (tests/privacy/test_pages.py)",
    "partners.partner/website": "has a worker look, which notes the look itself (partners/websites/test_checks.py)",
}
# Actions for administrators only.
ADMINISTRATORS = {
    code for code in ACTS if code.startswith(("programs.site/", "programs.staff/", "partners.apitoken/", "importing."))
}
# The page that records an activity first asks for its kind.
QUERIES = {"activities.activity/add": "?kind=sale"}
