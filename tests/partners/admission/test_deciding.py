"""Decisions about applications: who may take them, what follows, and when it is too late."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from common.actor import Actor
from common.tenancy import bind
from notices.models import Mail, Notice
from partners.admission.operations.deciding import (
    UnableToDecideApplication,
    accept_application,
    approve_application,
    ask_applicant,
    decline_application,
)
from partners.models import ApplicationEvent, Consent, Document, Identifier, Member, Note
from portal.publishing import publish_rules
from statuses.models import Standing
from tests.applicants import applicant, at, fresh
from tests.cast import hire, partner_actor, staff_actor
from tests.programs.files import preset

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, WEDNESDAY = date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18)


@pytest.fixture
def gil(site):
    return applicant(site)


@pytest.fixture
def sent(gil):
    return gil.sends(MONDAY)


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


@pytest.fixture
def decide(program, manager):
    """Takes a decision on a day with the vendor's access."""

    def run(operation, application, on=TUESDAY, *, actor=manager, **said):
        with bind(program.pk):
            return operation(actor=actor, application=application, today=on, now=at(on), **said)

    return run


@pytest.fixture
def verifying(gil, sent, decide):
    decide(approve_application, sent)
    return gil.hands_in(TUESDAY)


def mails(application):
    with bind(application.program_id):
        return list(Mail.objects.filter(key__startswith=f"application/{application.pk}/").order_by("pk"))


@pytest.mark.rule("B24-1.2.1b")
def test_the_review_is_due_by_the_entitys_calendar(sent):
    """Alaio Cloud Limited is in Cyprus, where Monday, 23 February 2026, is a public holiday."""
    assert (sent.entity, sent.due_on) == ("limited", date(2026, 2, 26))


@pytest.mark.rule("B24-1.2.1c")
def test_approval_tells_the_applicant_what_to_do_next(sent, decide, gil):
    decide(approve_application, sent, text="Please send the papers of 2026.")
    now = fresh(sent)
    assert (now.state, now.due_on, now.waits_for_applicant) == ("approved", None, True)
    mail = mails(sent)[-1]
    assert mail.to == gil.user.email
    for words in ("Gamma Systems", "Tax ID", "Proof of registration", "papers of 2026", "7 business days"):
        assert words in mail.text, words


@pytest.mark.rule("B24-1.2.1c")
def test_declining_needs_no_reason_and_never_reveals_the_internal_one(sent, decide, charlie):
    decide(decline_application, sent, stage="review", text="Please come back next year.", reason="Smells fishy")
    assert fresh(sent).state == "declined"
    mail = mails(sent)[-1]
    assert "come back next year" in mail.text
    with bind(sent.program_id):
        told = [
            *ApplicationEvent.objects.filter(application=sent).values_list("note", flat=True),
            mail.text,
            mail.subject,
        ]
        note = Note.objects.get(application=sent)
    assert not any("fishy" in text for text in told)
    assert (note.text, note.by) == ("Smells fishy", charlie)


def test_declining_without_a_message(sent, decide):
    decide(decline_application, sent, stage="review")
    assert fresh(sent).state == "declined"
    with bind(sent.program_id):
        assert not Note.objects.exists()


def test_asking_pauses_the_deadline_until_the_applicant_answers(sent, decide, gil):
    decide(ask_applicant, sent, stage="review", question="Who are your clients?")
    now = fresh(sent)
    assert (now.state, now.due_on, now.question) == ("submitted", None, "Who are your clients?")
    assert "Who are your clients?" in mails(sent)[-1].text
    gil.answers("Bakeries.", WEDNESDAY)
    now = fresh(sent)
    assert (now.question, now.due_on) == ("", date(2026, 3, 2))


@pytest.mark.rule("B24-1.2.2c")
def test_verification_has_its_own_deadline_and_the_result_is_emailed(verifying, decide):
    assert (verifying.state, verifying.due_on) == ("verifying", date(2026, 2, 27))
    decide(decline_application, verifying, WEDNESDAY, stage="verification", text="The papers are another company's.")
    assert "another company's" in mails(verifying)[-1].text
    assert fresh(verifying).state == "declined"


@pytest.mark.rule("B24-1.3a", "B24-3.1.1a")
def test_acceptance_makes_a_bronze_partner(verifying, decide, gil):
    partner = decide(accept_application, verifying, WEDNESDAY).partner
    assert (partner.code, partner.name, partner.country, partner.currency, partner.entity) == (
        "gamma-systems",
        "Gamma Systems Ltd",
        "CY",
        "EUR",
        "limited",
    )
    assert (partner.applied_on, partner.accepted_on, partner.verification) == (MONDAY, WEDNESDAY, "verified")
    assert (partner.website, partner.email, partner.phone, partner.contact) == (
        gil.website,
        gil.email,
        gil.phone,
        "Gil Gamma",
    )
    assert partner.address == "PO Box 7, 3036 Limassol"
    assert partner.legal["tax_id"] == "10259033P"
    with bind(partner.program_id):
        standing = Standing.objects.get(partner=partner, track="status")
        member = Member.objects.get(partner=partner)
        notice = Notice.objects.get(partner=partner)
        owned = [model.objects.filter(partner=partner).count() for model in (Document, Consent, ApplicationEvent)]
    assert (standing.level, standing.since) == ("bronze", WEDNESDAY)
    assert standing.grace_on == date(2026, 5, 20), "90 days run from the acceptance: 19 May is the last"
    assert (member.user, member.role) == (gil.user, "main")
    assert (notice.kind, notice.clause, notice.on) == ("accepted", "B24-1.3a", WEDNESDAY)
    assert "Bronze" in notice.body
    assert "May 19, 2026" in notice.body
    assert owned == [3, 4, 5]
    now = fresh(verifying)
    assert (now.state, now.partner, now.due_on) == ("accepted", partner, None)


def test_an_accepted_companys_identifiers_move_to_the_partner(verifying, decide):
    partner = decide(accept_application, verifying, WEDNESDAY).partner
    with bind(partner.program_id):
        rows = set(Identifier.objects.filter(partner=partner).values_list("kind", "value"))
        assert not Identifier.objects.filter(application=verifying).exists()
    assert rows == {
        ("tax_id", "CY10259033P"),
        ("registration_number", "CYHE400500"),
        ("website_domain", "gamma.example"),
        ("email_domain", "gamma.example"),
        ("phone", "+35725654321"),
    }


def test_two_companies_with_the_same_name_get_different_codes(site, program, decide):
    codes = []
    for name, number, phone in (("Gil", "10259033P", "+35725654321"), ("Gus", "30010823A", "+35725654399")):
        own = {"email": f"{name}@{name}.example", "website": f"https://{name}.example", "phone": phone}
        one = applicant(
            site, name, login=f"{name}@{name}.example", tax_id=number, registration_number=f"HE {number}", **own
        )
        decide(approve_application, one.sends(MONDAY))
        codes.append(decide(accept_application, one.hands_in(TUESDAY), WEDNESDAY).partner.code)
    assert codes == ["gamma-systems", "gamma-systems-2"]


def test_every_decision_is_in_the_audit_log(verifying, decide, charlie):
    partner = decide(accept_application, verifying, WEDNESDAY).partner
    with bind(partner.program_id):
        acts = list(
            AuditEntry.objects.order_by("pk").values_list("user_id", "action", "subject_id", "summary", "partner_id")
        )
    assert acts == [
        (charlie.pk, "applications.decide", verifying.pk, "Approved the application of Gamma Systems", None),
        (charlie.pk, "applications.decide", verifying.pk, "Accepted Gamma Systems Ltd as a partner", partner.pk),
    ]


@pytest.mark.parametrize("stage", ["review", "verification"])
def test_the_second_manager_is_told_who_decided_first(stage, gil, sent, decide, program):
    diana = staff_actor(program, hire(program, "Diana"))
    application = sent
    if stage == "verification":
        decide(approve_application, sent)
        application = gil.hands_in(TUESDAY)
        decide(accept_application, application, WEDNESDAY)
        wanted = "Charlie accepted it at"
        again = (accept_application,)
    else:
        decide(approve_application, sent)
        wanted = "Charlie approved it at Feb. 17, 2026"
        again = (approve_application,)
    for operation in again:
        with pytest.raises(UnableToDecideApplication, match=wanted):
            decide(operation, application, WEDNESDAY, actor=diana)
    with pytest.raises(UnableToDecideApplication, match=wanted):
        decide(decline_application, application, WEDNESDAY, actor=diana, stage=stage)
    with pytest.raises(UnableToDecideApplication, match=wanted):
        decide(ask_applicant, application, WEDNESDAY, actor=diana, stage=stage, question="Why?")


def test_a_decision_about_another_stage_is_refused(gil, sent, decide):
    """The page showed the review, but the application was approved and completed in the meantime."""
    decide(approve_application, sent)
    gil.hands_in(TUESDAY)
    with pytest.raises(UnableToDecideApplication, match="Charlie approved it"):
        decide(decline_application, sent, stage="review")
    assert fresh(sent).state == "verifying"


def test_an_application_cannot_be_accepted_before_it_is_complete(sent, decide):
    with pytest.raises(UnableToDecideApplication):
        decide(accept_application, sent)
    decide(approve_application, sent)
    with pytest.raises(UnableToDecideApplication, match="submitted its company details"):
        decide(accept_application, sent)
    with pytest.raises(UnableToDecideApplication):
        decide(ask_applicant, sent, stage="verification", question="When?")


@pytest.mark.parametrize("question", ["", "  \n", "\0", "x" * 4001])
def test_a_question_must_not_be_empty(question, sent, decide):
    with pytest.raises(UnableToDecideApplication) as found:
        decide(ask_applicant, sent, stage="review", question=question)
    assert set(found.value.problems) == {"question"}
    assert fresh(sent).due_on is not None


def test_only_the_programs_staff_can_decide(sent, alpha, alice, gil, other_program, erin):
    others = (
        partner_actor(alpha, alice),
        gil.actor,
        Actor.visitor(sent.program_id),
        staff_actor(other_program, erin),
        Actor("staff", alice.pk, sent.program_id, role=""),
    )
    asked = {"stage": "review", "question": "?"}
    for actor in others:
        for operation, said in (
            (approve_application, {}),
            (accept_application, {}),
            (decline_application, {"stage": "review"}),
            (ask_applicant, asked),
        ):
            with bind(sent.program_id), pytest.raises(PermissionDenied):
                operation(actor=actor, application=sent, today=TUESDAY, now=at(TUESDAY), **said)
    assert fresh(sent).state == "submitted"


def test_hostile_text_stays_text_in_the_email(sent, decide):
    decide(ask_applicant, sent, stage="review", question="{{ 7|add:7 }} <script>alert(1)</script>\r\nBcc: x@y.example")
    mail = mails(sent)[-1]
    assert "{{ 7|add:7 }} <script>alert(1)</script>" in mail.text
    assert "\n" not in mail.subject


def test_without_verification_approval_accepts_the_company(program, site, manager, charlie):
    text = preset("bitrix24")
    start, end = text.index("[admission.verification]"), text.index("[admission.acceptance]")
    plain = text[:start] + text[end : text.index("[texts.de]")]  # texts of what is left out would be refused
    plain = re.sub(r"(?ms)^\[admission\.(profile_changes|download)\]\n.*?\n\n", "", plain)
    publish_rules(
        program_code=program.code, source=plain, effective_from=MONDAY, actor=Actor.system(None), now=at(MONDAY)
    )
    application = applicant(site).sends(MONDAY)
    with bind(program.pk):
        approve_application(actor=manager, application=application, today=TUESDAY, now=at(TUESDAY))
    now = fresh(application)
    assert (now.state, now.partner.name, now.partner.accepted_on) == ("accepted", "Gamma Systems", TUESDAY)
    assert now.partner.verification == ""
    with bind(program.pk):
        step = ApplicationEvent.objects.get(application=application, kind="accepted")
        assert Standing.objects.get(partner=now.partner, track="status").level == "bronze"
    assert (step.stage, step.by) == ("review", charlie)
