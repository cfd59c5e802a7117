"""Manager actions on a partner's page, and the lists of requests and restrictions."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import AuditEntry
from common.tenancy import bind
from notices.models import Notice
from partners.models import InformationRequest, Note, Restriction, TrademarkRequest
from partners.terms import term
from programs.models import Site
from programs.queries import definition
from tests.careers import NOON, TODAY
from tests.cast import admit, hire, open_program
from tests.portal.admin.test_every_program import CODES

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

DAY = timedelta(days=1)
OWN = "/admin/partners/partner/"
TERM = {"starts_on": TODAY, "ends_on": TODAY + 20 * DAY, "reason": "Unfair competition"}


@pytest.fixture
def manager(visit, charlie):
    return visit(charlie)


@pytest.fixture
def post(manager, alpha):
    """Press a button on Alpha's page."""

    def post(path, data):
        return manager.post(f"{OWN}{alpha.pk}/{path}/", data, follow=True)

    return post


def rows(partner, model):
    with bind(partner.program_id):
        return list(model.objects.filter(partner=partner).order_by("pk"))


def errors(response):
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def text_of(response):
    return " ".join(response.content.decode().split())


def tab(browser, partner, part):
    return text_of(browser.get(f"{OWN}{partner.pk}/change/?part={part}"))


@pytest.mark.rule("B24-1.7.2")
def test_an_information_request_is_due_in_the_programs_days(post, manager, alpha, charlie):
    response = post("information", {"question": "How many people?"})
    (asked,) = rows(alpha, InformationRequest)
    with bind(alpha.program_id):
        rules = definition(alpha.program, TODAY)
    due = term(rules, rules.admission.information_requests.due, alpha).due_on(TODAY)
    assert (asked.question, asked.asked_by_id, asked.due_on) == ("How many people?", charlie.pk, due)
    assert "is due on" in text_of(response)
    assert "How many people?" in tab(manager, alpha, "words")
    assert rows(alpha, Notice)


@pytest.mark.rule("B24-14.1..7")
def test_a_persons_access_is_blocked_and_the_block_lifted(post, manager, alpha, alice, rita):
    post("access", {**TERM, "person": rita.pk, "clause": "14.2"})
    (found,) = rows(alpha, Restriction)
    assert (found.effect, found.user_id, found.clause, found.ends_on) == ("access", rita.pk, "14.2", TERM["ends_on"])
    assert f"/admin/partners/restriction/{found.pk}/lift/" in tab(manager, alpha, "words")
    listed = manager.get("/admin/partners/restriction/?state=holds").context["cl"].result_list
    assert [row.pk for row in listed] == [found.pk]
    lifted = manager.post(f"/admin/partners/restriction/{found.pk}/lift/", {"reason": "It was a mistake."}, follow=True)
    assert "It ends today" in text_of(lifted)
    assert rows(alpha, Restriction)[0].lifted_on == TODAY
    listed = manager.get("/admin/partners/restriction/?state=over").context["cl"].result_list
    assert [row.pk for row in listed] == [found.pk]
    assert manager.get(f"/admin/partners/restriction/{found.pk}/lift/").status_code == 403


def test_a_block_without_a_person_applies_to_everybody(post, alpha, alice):
    post("access", {**TERM, "person": ""})
    assert rows(alpha, Restriction)[0].user_id is None


def test_a_person_of_another_partner_cannot_be_chosen(post, alpha, alice, bob):
    assert set(errors(post("access", {**TERM, "person": bob.pk}))) == {"person"}
    assert rows(alpha, Restriction) == []


@pytest.mark.rule("B24-3.6")
def test_the_discount_is_lowered_with_conditions_and_an_end(post, alpha):
    given = {**TERM, "percent": "20", "conditions": "Two months of fair prices."}
    assert "20%" in text_of(post("discount", given))
    (found,) = rows(alpha, Restriction)
    assert (found.effect, found.percent, found.conditions) == ("discount", 20, given["conditions"])
    assert errors(post("discount", given))


@pytest.mark.parametrize(
    ("path", "changes", "wrong"),
    [
        ("discount", {"percent": "99"}, {"percent"}),
        ("discount", {"percent": "x"}, {"percent"}),
        ("discount", {"percent": "-1"}, {"percent"}),
        ("discount", {"percent": "9" * 40}, {"percent"}),
        ("discount", {"ends_on": TODAY - DAY}, {"ends_on"}),
        ("discount", {"starts_on": TODAY - DAY}, {"starts_on"}),
        ("discount", {"reason": ""}, {"reason"}),
        ("discount", {"conditions": ""}, {"conditions"}),
        ("discount", {"reason": "a\0b"}, {"reason"}),
        ("access", {"ends_on": TODAY + 4000 * DAY}, {"ends_on"}),
        ("access", {"person": "x"}, {"person"}),
        ("access", {"clause": "x" * 61}, {"clause"}),
        ("access", {"starts_on": "nonsense"}, {"starts_on"}),
        ("information", {"question": "x" * 4001}, {"question"}),
        ("information", {"question": " "}, {"question"}),
        ("note", {"text": "\0"}, {"text"}),
        ("note", {"text": ""}, {"text"}),
    ],
)
def test_bad_input_is_shown_beside_its_field_and_nothing_is_done(path, changes, wrong, post, alpha, program):
    given = {**TERM, "percent": "20", "conditions": "Fair prices.", "question": "Why?", "text": "A note", **changes}
    response = post(path, given)
    assert response.status_code == 200
    assert set(errors(response)) == wrong
    for model in (Restriction, InformationRequest, Note):
        assert rows(alpha, model) == []
    with bind(program.pk):
        assert not AuditEntry.objects.exists()


def test_what_was_typed_is_kept(post):
    response = post("discount", {**TERM, "percent": "99", "conditions": "Fair prices.", "reason": "Dumping"})
    assert response.context["form"]["reason"].value() == "Dumping"
    assert response.context["form"]["conditions"].value() == "Fair prices."


def test_a_note_is_visible_to_staff_only(post, visit, manager, alpha, alice, charlie):
    post("note", {"text": "They hire two people."})
    assert "They hire two people." in tab(manager, alpha, "staff")
    (note,) = rows(alpha, Note)
    assert note.by_id == charlie.pk
    assert "They hire two people." in text_of(manager.get("/admin/partners/note/?q=alpha"))
    member = visit(alice)
    for path in ("/dashboard/", "/dashboard/notices/", "/dashboard/requests/"):
        assert "They hire two people." not in text_of(member.get(path)), path


def test_a_former_partner_can_only_get_notes_and_be_restored(manager, alpha, program):
    with bind(program.pk):
        alpha.ended_on = TODAY - DAY
        alpha.save()
    page = text_of(manager.get(f"{OWN}{alpha.pk}/change/"))
    assert "The partnership ended on" in page
    offered = {path: f"{OWN}{alpha.pk}/{path}/" in page for path in ("note", "exception", "information", "access")}
    assert offered == {"note": True, "exception": True, "information": False, "access": False}
    assert f"{OWN}{alpha.pk}/termination/" not in page
    response = manager.post(f"{OWN}{alpha.pk}/information/", {"question": "Why?"})
    assert "The partnership has ended" in text_of(response)


@pytest.fixture
def use(alpha, alice):
    with bind(alpha.program_id):
        return TrademarkRequest.objects.create(
            program=alpha.program, partner=alpha, use="On the van", asked_by=alice, asked_at=NOON
        )


@pytest.mark.rule("B24-1.6")
@pytest.mark.parametrize(("path", "state"), [("approve", "approved"), ("decline", "declined")])
def test_a_trademark_request_is_decided_once(path, state, manager, use, alpha, charlie):
    page = f"/admin/partners/trademarkrequest/{use.pk}/"
    assert f"{page}{path}/" in text_of(manager.get(f"{page}change/"))
    assert "On the van" in text_of(manager.get("/admin/partners/trademarkrequest/?state=waiting"))
    manager.post(f"{page}{path}/", {"note": "As on the sketch."})
    (found,) = rows(alpha, TrademarkRequest)
    assert (found.state, found.decided_by_id, found.note) == (state, charlie.pk, "As on the sketch.")
    assert f"{page}{path}/" not in text_of(manager.get(f"{page}change/"))
    again = manager.post(f"{page}decline/", {"note": "No."})
    assert "already" in text_of(again)
    assert len(rows(alpha, Notice)) == 1


def test_declining_needs_a_reason(manager, use, alpha):
    response = manager.post(f"/admin/partners/trademarkrequest/{use.pk}/decline/", {"note": ""})
    assert set(errors(response)) == {"note"}
    assert rows(alpha, TrademarkRequest)[0].state == "waiting"


@pytest.mark.parametrize("path", ["information", "note", "access", "discount"])
def test_a_partner_of_another_program_is_not_found(path, manager, delta):
    assert {manager.post(f"{OWN}{pk}/{path}/", TERM).status_code for pk in (delta.pk, 987654321)} == {404}


@pytest.mark.parametrize("preset", CODES)
def test_only_actions_that_the_rules_allow_are_offered(preset):
    program = open_program(preset)
    site = Site.objects.get(program=program, host=f"{preset}.localhost")
    client = Client(headers={"host": site.host})
    client.force_login(hire(program, "Mona"), backend="django.contrib.auth.backends.ModelBackend")
    partner = admit(program, "omega", "Omega Partners")
    with bind(program.pk):
        rules = definition(program, TODAY)
    page = text_of(client.get(f"{OWN}{partner.pk}/change/"))
    penalties = rules.conduct.penalties if rules.conduct else []
    expected = {
        "note": True,
        "information": bool(rules.admission and rules.admission.information_requests),
        "access": any(penalty.effect == "access" for penalty in penalties),
        "discount": bool(rules.store and rules.store.discount_cut),
        "website": bool(rules.directory and rules.directory.website_check),
    }
    assert {path: f"{OWN}{partner.pk}/{path}/" in page for path in expected} == expected
    for path in expected:
        assert client.get(f"{OWN}{partner.pk}/{path}/").status_code == 200
        given = {**TERM, "question": "x", "text": "x", "percent": "1", "conditions": "x"}
        assert client.post(f"{OWN}{partner.pk}/{path}/", given).status_code in (200, 302)
    for place in ("restriction", "informationrequest", "trademarkrequest", "note", "document", "consent"):
        assert client.get(f"/admin/partners/{place}/").status_code == 200


def test_a_note_and_a_question_go_to_many_partners(visit, charlie, alpha, beta):
    desk, both = visit(charlie), [alpha, beta]
    chosen = {"_selected_action": [each.pk for each in both], "index": "0", "apply": "1"}
    noted = desk.post("/admin/partners/partner/", {**chosen, "action": "note", "text": "Called about prices."})
    asked = desk.post("/admin/partners/partner/", {**chosen, "action": "information", "question": "How many staff?"})
    assert (noted.context["done"], asked.context["done"]) == (2, 2)
    assert "Answer due on" in asked.content.decode()
    with bind(alpha.program_id):
        assert {row.partner_id for row in Note.objects.filter(text="Called about prices.")} == {alpha.pk, beta.pk}
        assert InformationRequest.objects.filter(question="How many staff?").count() == 2
