"""The profile pages: what each role sees and can change, and how input is kept and checked."""

import pytest

from common.tenancy import bind
from partners.models import Card, CardLogo, Document, Partner, ProfileRevision
from partners.profile.moderation import approve_revision, decline_revision
from programs.rulebook import rulebook_of
from tests import cast
from tests.careers import NOON, TODAY
from tests.common.pictures import PDF, png, sent

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
PAGE, EDIT, WITHDRAW = "/dashboard/profile/", "/dashboard/profile/edit/", "/dashboard/profile/withdraw/"
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}{% load x %}=cmd|' /C calc'!A0"


def shown(client):
    """The form as a browser would send it back without edits."""
    form = client.get(EDIT).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value in (None, False, ""):
            continue
        data[bound.html_name] = value
        if bound.field.show_hidden_initial:
            data[bound.html_initial_name] = value
    return data


def send(client, **changes):
    logo = changes.pop("logo", None)
    data = shown(client) | {name.replace("__", "."): value for name, value in changes.items()}
    return client.post(EDIT, data | ({"logo": logo} if logo else {}), follow=True)


def pending(partner):
    with bind(partner.program_id):
        return ProfileRevision.objects.filter(partner=partner, state="pending").first()


def text_of(response):
    return response.content.decode()


def moderate(program, partner, charlie, *, reason=""):
    """Approve the pending change, or decline it with a reason."""
    decided = {"actor": cast.staff_actor(program, charlie), "revision": pending(partner), "today": TODAY, "now": NOON}
    with bind(program.pk):
        if reason:
            decline_revision(**decided, reason=reason)
        else:
            approve_revision(**decided, rulebook=rulebook_of(program))


@pytest.mark.rule("B24-1.4b", "B24-1.7.4")
def test_a_pending_change_is_shown_and_can_be_withdrawn(visit, alice, career):
    client = visit(alice)
    page = text_of(send(client, description="We teach.", city="Paphos"))
    assert "Your changes are pending approval." in page
    assert "Submitted on" in page
    assert "We teach." in page
    assert pending(career).changes == {"description": "We teach.", "city": "Paphos"}
    assert Card.objects.get(partner=career).description == "Sets up portals."
    assert "The change was canceled." in text_of(client.post(WITHDRAW, follow=True))
    assert pending(career) is None
    assert client.post(WITHDRAW).status_code == 404


def test_only_edited_fields_count_as_changed(visit, alice, career):
    """An outdated page does not undo somebody else's changes."""
    client = visit(alice)
    old = shown(client)
    with bind(career.program_id):
        Partner.objects.filter(pk=career.pk).update(phone="+357 22 999999")
    client.post(EDIT, old | {"city": "Paphos"})
    assert pending(career).changes == {"city": "Paphos"}


def test_a_second_change_includes_and_replaces_the_first(visit, alice, career):
    client = visit(alice)
    send(client, city="Paphos")
    response = send(client, languages=["en", "el"])
    assert response.status_code == 400
    assert "Confirm that this one replaces it." in text_of(response)
    send(client, languages=["en", "el"], replace="on")
    assert pending(career).changes == {"city": "Paphos", "languages": ["en", "el"]}


@pytest.mark.rule("B24-1.7.4")
def test_legal_fields_say_that_changes_need_verification(visit, alice, career):
    client = visit(alice)
    assert "A change is verified again. You keep your status meanwhile." in text_of(client.get(EDIT))
    page = text_of(send(client, legal__registered_name="Alpha Works Public Ltd"))
    assert "we verify your company again" in page
    assert "and will answer by Feb. 26, 2026" in page
    with bind(career.program_id):
        assert Partner.objects.get(pk=career.pk).verification == "reopened"
    assert "Silver" in text_of(client.get("/dashboard/"))


def test_a_changed_legal_address_is_taken_over_as_the_postal_one(visit, alice, career):
    client = visit(alice)
    send(client, legal__legal_address="2 New Street", **{"same-legal.postal_address": "on"})
    changed = {"legal.legal_address": "2 New Street", "legal.postal_address": "2 New Street"}
    assert pending(career).changes == changed
    page = client.get(EDIT)
    assert page.context["form"]["same-legal.postal_address"].value() is True


def test_legal_data_are_neither_shown_to_nor_accepted_from_a_manager(visit, career):
    client = visit(cast.join(career, "Mary", "manager"))
    assert "Registration number" not in text_of(client.get(EDIT))
    data = shown(client) | {"legal.tax_id": "10259033P", "initial-legal.tax_id": "", "city": "Paphos"}
    client.post(EDIT, data)
    assert pending(career).changes == {"city": "Paphos"}


@pytest.mark.parametrize("role", ["sales", "readonly"])
def test_other_roles_can_read_the_profile_but_not_change_it(visit, career, role):
    client = visit(cast.join(career, "Sam", role))
    page = text_of(client.get(PAGE))
    assert "Sets up portals." in page
    assert EDIT not in page
    assert [client.get(EDIT).status_code, client.post(EDIT).status_code, client.post(WITHDRAW).status_code] == [403] * 3


def test_nobody_else_has_access(visit, charlie, career):
    assert visit().get(PAGE).status_code == 302
    assert "Sets up portals." not in text_of(visit(charlie).get(PAGE))


def test_errors_are_beside_their_fields_and_nothing_typed_is_lost(visit, alice, career):
    response = send(visit(alice), website="javascript:alert(1)", city="Paphos", phone="12", services="x" * 90)
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"website", "phone", "services"}
    page = text_of(response)
    assert 'value="javascript:alert(1)"' in page
    assert 'value="Paphos"' in page
    assert "x" * 90 in page
    assert pending(career) is None


@pytest.mark.parametrize(
    "data",
    [
        {"name": "\0"},
        {"name": "x" * 30_000},
        {"languages": ["nonsense", "\0"]},
        {"logo_waiting": "9" * 40},
        {"logo_waiting": "-1"},
        {"replace": "x"},
        {"country": "DE", "points": "9"},
        {"email": "a@b\r\nBcc: c@d.example"},
        {},
    ],
)
def test_malformed_input_causes_no_server_error(visit, alice, career, data):
    client = visit(alice)
    assert client.post(EDIT, shown(client) | data).status_code in (302, 400)
    assert client.post(EDIT, data).status_code in (302, 400)


def test_hostile_text_is_shown_as_text_everywhere(visit, alice, career, program, charlie):
    client = visit(alice)
    send(
        client, name=HOSTILE[:190], description=HOSTILE, services=HOSTILE[:60], city=HOSTILE[:100], contact=HOSTILE[:90]
    )
    for path in (PAGE, EDIT):
        assert "<script>alert" not in text_of(client.get(path))
        assert "14=cmd" not in text_of(client.get(path))
    moderate(program, career, charlie)
    for path in (PAGE, EDIT, "/partners/", "/partners/alpha/"):
        page = text_of(client.get(path))
        assert "<script>alert" not in page
        assert "alert(1)" in page


def test_a_refusal_and_its_reason_are_shown_until_the_next_change(visit, alice, career, program, charlie):
    client = visit(alice)
    send(client, city="Paphos")
    moderate(program, career, charlie, reason="Which of your offices is it?")
    assert "Which of your offices is it?" in text_of(client.get(PAGE))
    send(client, city="Limassol")
    assert "was declined on" not in text_of(client.get(PAGE))


@pytest.mark.rule("B24-1.4b")
def test_the_page_lists_what_the_directory_still_needs(visit, alice, career):
    with bind(career.program_id):
        Partner.objects.filter(pk=career.pk).update(description="", services=[], moderated_on=None)
    Card.objects.all().delete()
    page = text_of(visit(alice).get(PAGE))
    assert "Not listed" in page
    assert "Your profile was never approved." in page
    assert page.count("missing") == 2


def test_a_failed_website_check_is_shown_with_its_deadline(visit, alice, career):
    with bind(career.program_id):
        Partner.objects.filter(pk=career.pk).update(website_absent_on=TODAY)
    assert "by March 3, 2026, or your listing is hidden" in text_of(visit(alice).get(PAGE))


# --- the logo ---------------------------------------------------------------------------------------------------------


def test_a_logo_is_public_once_approved(visit, alice, career, program, charlie):
    client = visit(alice)
    assert visit().get("/partners/alpha/logo.png").status_code == 404
    send(client, logo=sent(png(width=900, height=500, text=b"hidden words"), "our logo.png", "image/png"))
    with bind(career.program_id):
        document = Document.objects.get(purpose="logo")
    assert f"/documents/{document.pk}/" in text_of(client.get(PAGE))
    assert visit().get("/partners/alpha/logo.png").status_code == 404
    moderate(program, career, charlie)
    answer = visit().get("/partners/alpha/logo.png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age" in answer.headers["Cache-Control"]
    assert b"hidden words" not in answer.content
    again = visit().get("/partners/alpha/logo.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for path in ("/partners/", "/partners/alpha/"):
        assert f"/partners/alpha/logo.png?v={document.digest[:12]}" in text_of(visit().get(path))
    send(client, logo_remove="on")
    moderate(program, career, charlie)
    assert not CardLogo.objects.exists()
    assert visit().get("/partners/alpha/logo.png").status_code == 404


def test_a_logo_of_another_programs_partner_is_not_found(visit, career, other_site):
    CardLogo.objects.create(card=Card.objects.get(partner=career), digest="d", image=b"x")
    assert visit().get("/partners/alpha/logo.png").status_code == 200
    assert visit(host=other_site.host).get("/partners/alpha/logo.png").status_code == 404
    assert visit().get("/partners/a%00/logo.png").status_code == 404


def test_an_uploaded_file_is_kept_when_another_field_is_wrong(visit, alice, career):
    client = visit(alice)
    response = send(client, phone="12", logo=sent(png(), "logo.png", "image/png"))
    assert response.status_code == 400
    assert "logo.png is saved" in text_of(response)
    kept = response.context["form"].data["logo_waiting"]
    client.post(EDIT, shown(client) | {"logo_waiting": kept, "city": "Paphos"})
    assert pending(career).changes == {"city": "Paphos", "logo": kept}


def test_documents_for_legal_data_are_stored_once(visit, alice, career, program):
    client = visit(alice)
    paper = {"paper.registration": sent(PDF, "register.pdf")}
    response = send(client, legal__registered_name="Alpha Public Ltd", phone="12", **paper)
    assert "register.pdf is saved" in text_of(response)
    paper = {"paper.registration": sent(PDF, "register.pdf")}
    send(client, legal__registered_name="Alpha Public Ltd", **paper)
    with bind(program.pk):
        document = Document.objects.get(partner=career)
    assert (document.purpose, document.name) == ("registration", "register.pdf")
    assert pending(career).legal
    other = visit(cast.join(career, "Mary", "manager"))
    assert "register" not in text_of(other.get(EDIT))


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n nonsense", b"%PDF-1.7\n%%EOF"])
def test_a_file_that_is_no_picture_is_refused_beside_its_field(visit, alice, career, content):
    response = send(visit(alice), logo=sent(content, "logo.png", "image/png"))
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"logo"}


ROCKET = "Alpha \U0001f680 Works"


def test_a_name_that_certificates_cannot_print_asks_for_a_printable_one(visit, alice, career):
    client = visit(alice)
    assert "Company name on certificates" not in text_of(client.get(PAGE)) + text_of(client.get(EDIT))
    refused = send(client, name=ROCKET)
    assert refused.status_code == 400
    assert "print “\U0001f680” (U+1F680 ROCKET)" in refused.context["form"].errors["printable_name"][0]
    assert 'name="printable_name"' in text_of(refused)
    send(client, name=ROCKET, printable_name="Alpha Rocket Works")
    assert pending(career).changes == {"name": ROCKET, "printable_name": "Alpha Rocket Works"}


def test_a_printable_name_is_shown_and_only_for_a_name_that_needs_it(visit, alice, career):
    client = visit(alice)
    with bind(career.program_id):
        Partner.objects.filter(pk=career.pk).update(name=ROCKET, printable_name="Alpha Rocket Works")
    assert "Alpha Rocket Works" in text_of(client.get(PAGE))
    refused = send(client, name="Somebody Else")
    assert "Leave this empty" in text_of(refused)
    send(client, name="Alpha Works", printable_name="")
    assert pending(career).changes == {"name": "Alpha Works", "printable_name": ""}
