"""Drafts of forms: restored for their person only, without files and consents, and forgotten when the form is sent."""

import re
from datetime import timedelta

import pytest

from common.actor import Actor
from common.tenancy import bind
from partners.drafts.kit import IN_SESSION
from partners.drafts.operations import forget_drafts, keep_draft, kept_draft
from partners.drafts.sealing import MOST_CHARACTERS
from partners.encrypted import reencrypt_drafts
from partners.models import FormDraft
from tests.careers import NOON
from tests.cast import partner_actor

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
DEAL, PROFILE, REQUEST = "/dashboard/deals/new/", "/dashboard/profile/edit/", "/request/"
SAVE, DISCARD = "/drafts/save/", "/drafts/discard/"


def text_of(response):
    return response.content.decode()


def token(page):
    return re.search(r'<input type="hidden" name="form-draft" value="([^"]+)"><form-draft', text_of(page))[1]


def saved(client, path, **typed):
    return client.post(SAVE, {"form-draft": token(client.get(path)), "csrfmiddlewaretoken": "x", **typed})


def drafts(program):
    with bind(program.pk):
        return list(FormDraft.objects.filter(program_id=program.pk))


def test_what_was_typed_is_restored_until_it_is_discarded(program, alice, visit):
    client = visit(alice)
    before = client.get(PROFILE).context["form"].initial["city"]
    assert saved(client, PROFILE, city="Paphos", languages=["el", "tr"], description="Zweiter\nText").status_code == 204
    page = client.get(PROFILE)
    assert "Your draft of Feb. 16, 2026" in text_of(page)
    form = page.context["form"]
    assert (form["city"].value(), form["languages"].value()) == ("Paphos", ["el", "tr"])
    assert re.search(rf'name="initial-city"( value="{before}")? id', text_of(page))
    assert client.post(DISCARD, {"form-draft": token(page)}).headers["Location"] == PROFILE
    page = client.get(PROFILE)
    assert page.context["form"]["city"].value() == before
    assert "Your draft of" not in text_of(page)
    assert drafts(program) == []


def test_a_form_with_errors_is_kept_and_one_that_is_taken_is_forgotten(program, alice, visit):
    client = visit(alice)
    page = client.get(PROFILE)
    typed = {"form-draft": token(page), "name": "", "city": "Paphos", "email": "none"}
    assert client.post(PROFILE, typed).status_code == 400
    page = client.get(PROFILE)
    assert page.context["form"]["email"].value() == "none"
    sent = {"form-draft": token(page), "initial-city": "Limassol", "city": "Paphos"}
    assert client.post(PROFILE, sent).status_code == 302
    assert drafts(program) == []


def test_nobody_else_reads_or_writes_a_draft(program, alpha, alice, rita, bob, visit):
    given = token(visit(alice).get(PROFILE))
    saved(visit(alice), PROFILE, city="Paphos")
    for other in (rita, bob, None):
        assert visit(other).post(SAVE, {"form-draft": given, "city": "Mine"}).status_code == 400
    actor = partner_actor(alpha, alice)
    with bind(program.pk, alpha.pk, rita.pk):
        assert not FormDraft.objects.exists()  # the second wall
    with bind(program.pk, alpha.pk, alice.pk):
        assert kept_draft(actor=actor, form="profile").typed["city"] == ["Paphos"]
        assert kept_draft(actor=partner_actor(alpha, rita), form="profile") is None
        assert "Paphos" not in FormDraft.objects.get().sealed


@pytest.mark.parametrize("given", ["", "nonsense", "x:y:z"])
def test_a_token_that_no_page_gave_saves_nothing(program, alice, visit, given):
    assert visit(alice).post(SAVE, {"form-draft": given, "city": "Paphos"}).status_code == 400
    assert drafts(program) == []


def test_a_visitor_has_its_drafts_in_the_session_and_gives_a_consent_anew(program, visit):
    client = visit()
    assert saved(client, REQUEST, company="Harbor", consent="on").status_code == 204
    page = client.get(REQUEST)
    form = page.context["form"]
    assert form["company"].value() == "Harbor"
    assert not form["consent"].value()
    assert "Harbor" not in str(client.session[IN_SESSION])
    assert "Your draft of" not in text_of(visit().get(REQUEST))


def test_too_much_is_not_kept_and_old_ones_are_forgotten(program, alpha, alice):
    actor = partner_actor(alpha, alice)
    with bind(program.pk, alpha.pk, alice.pk):
        assert not keep_draft(actor=actor, form="a", typed={"text": ["x" * MOST_CHARACTERS]}, now=NOON)
        assert not keep_draft(actor=actor, form="a", typed={"text": [""]}, now=NOON)
        assert keep_draft(actor=actor, form="a", typed={"text": ["x"]}, now=NOON - timedelta(days=2))
        assert keep_draft(actor=actor, form="b", typed={"text": ["x"]}, now=NOON)
    with bind(program.pk):
        assert forget_drafts(actor=Actor.system(program.pk), before=NOON - timedelta(days=1)) == 1
        assert FormDraft.objects.get().form == "b"
    before = drafts(program)[0].sealed
    assert reencrypt_drafts() == 1
    assert drafts(program)[0].sealed != before
