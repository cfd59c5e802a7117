"""After preliminary approval: legal data, documents and the agreement, saved often and submitted once."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied

from common.tenancy import bind, bind_actor
from common.uploads import Upload
from notices.models import Mail
from partners.admission.applicant import UnableToApply
from partners.admission.consents import consent_asked, digest
from partners.admission.operations.verification import hand_in, remove_document, save_legal
from partners.documents import store_document
from partners.models import Application, ApplicationEvent, Consent, Document
from tests.applicants import applicant, fresh
from tests.cast import partner_actor

pytestmark = pytest.mark.django_db
MONDAY, APPROVED = date(2026, 3, 2), date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
LEGAL = {
    "registered_name": "Gamma Systems Ltd",
    "registration_number": "HE 400500",
    "tax_id": "10259033P",
    "legal_address": "1 Harbour Road\n3036 Limassol",
    "postal_address": "PO Box 7",
    "bank_details": "IBAN CY17",
}


def paper(text: str = "proof") -> Upload:
    return Upload(f"{text}.pdf", "application/pdf", text.encode(), sha256(text.encode()).hexdigest())


PAPERS = {"registration": [paper("register")], "tax_id": [paper("tax")], "legal_address": [paper("address")]}


@pytest.fixture
def gil(site):
    """An applicant with preliminary approval."""
    gil = applicant(site)
    become(gil.sends(MONDAY), Application.State.APPROVED)
    return gil


def become(application, state, **changes):
    with bind(application.program_id):
        Application.objects.filter(pk=application.pk).update(state=state, due_on=None, **changes)


def call(operation, who, **changes):
    """Call the operation as a page does: a refusal does not undo what was saved."""
    rules = who.rules(APPROVED)
    with bind_actor(who.actor):
        try:
            return operation(actor=who.actor, definition=rules, **changes)
        except UnableToApply as refusal:
            found = refusal
    raise found


def hands_in(who, **changes) -> Application:
    agreed_to = digest(consent_asked(who.rules(APPROVED)))
    given = {"answers": LEGAL, "uploads": PAPERS, "agreed": True, "agreed_to": agreed_to, "today": APPROVED, "now": NOW}
    return call(hand_in, who, **given | changes)


def refused(who, **changes) -> dict[str, str]:
    with pytest.raises(UnableToApply) as refusal:
        hands_in(who, **changes)
    return refusal.value.problems


def own(who) -> Application:
    with bind(who.site.program_id):
        return Application.objects.get(applicant=who.user, state__in=Application.OPEN)


def files(who) -> list[str]:
    with bind(who.site.program_id):
        return list(Document.objects.order_by("id").values_list("name", flat=True))


@pytest.mark.rule("B24-1.2.2a")
def test_legal_data_and_documents_are_stored(gil):
    application = fresh(hands_in(gil))
    assert application.state == Application.State.VERIFYING
    assert application.legal == LEGAL
    with bind(application.program_id):
        kept = {d.purpose: (bytes(d.content), d.uploaded_by_id, d.application_id) for d in Document.objects.all()}
    assert kept == {
        "registration": (b"register", gil.user.pk, application.pk),
        "tax_id": (b"tax", gil.user.pk, application.pk),
        "legal_address": (b"address", gil.user.pk, application.pk),
    }


@pytest.mark.rule("B24-1.2.2b")
def test_submitting_records_the_agreement_for_the_company(gil):
    application = hands_in(gil)
    with bind(application.program_id):
        consent = Consent.objects.get(application=application, code="agreement")
    assert (consent.agreement, consent.version, consent.applicant_id) == ("distribution", "2026", gil.user.pk)
    assert consent.given_at == NOW
    assert consent.text.startswith("This agreement is made between {entity}")


@pytest.mark.rule("B24-1.2.2c")
def test_verification_is_due_in_seven_business_days_and_an_email_says_so(gil):
    application = hands_in(gil)
    assert application.due_on == date(2026, 3, 18)
    with bind(application.program_id):
        mail = Mail.objects.get(key=f"application/{application.pk}/received/verification")
        last = ApplicationEvent.objects.filter(application=application).last()
    assert "March 18, 2026" in mail.text
    assert (last.kind, last.stage) == ("handed_in", "verification")


def test_nothing_is_submitted_without_agreeing_to_the_current_text(gil):
    assert set(refused(gil, agreed=False)) == {"agreement-accepted"}
    assert "has changed" in refused(gil, agreed_to="another")["agreement-accepted"]
    assert own(gil).state == Application.State.APPROVED
    with bind(gil.site.program_id):
        assert not Consent.objects.filter(code="agreement").exists()


@pytest.mark.rule("B24-1.2.2a")
def test_missing_data_are_named_and_the_rest_is_kept(gil):
    answers = LEGAL | {"tax_id": "12345", "bank_details": ""}
    problems = refused(gil, answers=answers, uploads={"registration": [paper("register")]})
    assert set(problems) == {"tax_id", "bank_details", "file-tax_id", "file-legal_address"}
    assert "Cyprus" in problems["tax_id"]
    assert own(gil).legal == {code: text for code, text in answers.items() if text}
    assert files(gil) == ["register.pdf"]
    rest = {purpose: PAPERS[purpose] for purpose in ("tax_id", "legal_address")}
    assert hands_in(gil, uploads=rest).state == Application.State.VERIFYING


def test_a_draft_may_be_invalid(gil):
    call(save_legal, gil, answers={"tax_id": "???", "registered_name": "G" * 900}, uploads={}, now=NOW)
    assert own(gil).legal == {"tax_id": "???", "registered_name": "G" * 200}


def test_a_file_is_stored_once_and_at_most_five_per_document(gil):
    for _turn in range(2):
        call(save_legal, gil, answers=LEGAL, uploads={"tax_id": [paper("tax")]}, now=NOW)
    assert files(gil) == ["tax.pdf"]
    with pytest.raises(UnableToApply) as refusal:
        call(save_legal, gil, answers={}, uploads={"tax_id": [paper(f"p{n}") for n in range(5)]}, now=NOW)
    assert set(refusal.value.problems) == {"file-tax_id"}
    assert files(gil) == ["tax.pdf"]
    assert own(gil).legal == LEGAL
    with pytest.raises(UnableToApply, match="needed"):
        call(save_legal, gil, answers={}, uploads={"passport": [paper()]}, now=NOW)


def test_a_file_can_be_removed_before_submission(gil, site):
    call(save_legal, gil, answers=LEGAL, uploads=PAPERS, now=NOW)
    with bind(gil.site.program_id):
        first = Document.objects.order_by("id").first().pk
    other = applicant(site, "Olga", company="Omega", website="omega.example", email="o@omega.example", phone="25999999")
    become(other.sends(MONDAY), Application.State.APPROVED)
    with pytest.raises(UnableToApply, match="was removed"):
        call(remove_document, other, document_id=first)
    call(remove_document, gil, document_id=first)
    assert files(gil) == ["tax.pdf", "address.pdf"]
    hands_in(gil, uploads={"registration": [paper("register")]})
    with pytest.raises(UnableToApply, match="be changed now"):
        call(remove_document, gil, document_id=first + 1)


def test_the_form_can_be_submitted_only_once(gil):
    hands_in(gil)
    assert "be changed now" in refused(gil)[""]


def test_nothing_can_be_submitted_before_approval(site):
    gil = applicant(site)
    assert "no open application" in refused(gil)[""]
    gil.sends(MONDAY)
    assert "be changed now" in refused(gil)[""]


def test_a_question_during_verification_allows_corrections_that_stay_complete(gil):
    application = hands_in(gil)
    become(application, Application.State.VERIFYING, question="Which address?")
    with pytest.raises(UnableToApply) as refusal:
        call(save_legal, gil, answers=LEGAL | {"tax_id": ""}, uploads={}, now=NOW)
    assert set(refusal.value.problems) == {"tax_id"}
    assert own(gil).legal == LEGAL
    put_right = LEGAL | {"legal_address": "2 Harbour Road"}
    call(save_legal, gil, answers=put_right, uploads={"legal_address": [paper("new")]}, now=NOW)
    assert own(gil).legal == put_right
    assert "new.pdf" in files(gil)
    with pytest.raises(UnableToApply, match="already submitted"):
        call(remove_document, gil, document_id=1)


def test_files_are_stored_only_for_the_applicants_own_company(gil, alpha, beta, alice):
    actor = partner_actor(alpha, alice)
    foreign = [{"partner_id": beta.pk}, {"partner_id": None}, {"partner_id": alpha.pk, "application_id": own(gil).pk}]
    with bind_actor(actor):
        kept = store_document(
            actor=actor, program_id=alpha.program_id, upload=paper(), purpose="claim", now=NOW, partner_id=alpha.pk
        )
        assert (kept.partner_id, kept.size) == (alpha.pk, 5)
        for place in foreign:
            with pytest.raises(PermissionDenied):
                store_document(
                    actor=actor, program_id=alpha.program_id, upload=paper(), purpose="claim", now=NOW, **place
                )
