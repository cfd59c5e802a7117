"""The other doors of requests: the vendor's API, the CSV import, regions, the client's copy, the charts."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from common.countries import country_name
from common.tenancy import bind, bind_actor
from leads.models import ContactView, LeadRequest, Offer, Reservation
from notices.models import Mail
from partners.tokens.operations import create_token
from tests.cast import hire, staff_actor
from tests.leads.network import NOW, promote, reserved, send
from tests.leads.test_stories import secret_of
from tests.privacy.scan import traces

pytestmark = pytest.mark.django_db
IMPORT = "/admin/leads/leadrequest/import/"
ROW = "Clara Client,clara@client.example,CY,We need help,training,yes\n"
HEAD = "client,email,country,request,kind,consent\n"


def upload(client, text, do):
    return client.post(IMPORT, {"file": SimpleUploadedFile("requests.csv", text.encode()), "do": do})


def requests_of(program):
    with bind(program.pk):
        return LeadRequest.objects.count()


def test_a_file_is_checked_then_imported_whole_or_not_at_all(program, charlie, visit):
    client = visit(charlie)
    bad = HEAD + ROW + ROW.replace("yes", "no").replace("CY", "Nowhere")
    assert "Line 3" in upload(client, bad, "bring").content.decode()
    assert requests_of(program) == 0
    failed = upload(client, bad, "failed")
    assert failed["Content-Type"].startswith("text/csv")
    assert failed.content.decode().count("\n") == 2
    assert "consent" in failed.content.decode()
    assert "is right" in upload(client, HEAD + ROW, "check").content.decode()
    assert requests_of(program) == 0
    assert "1 request imported" in upload(client, HEAD + ROW, "bring").content.decode()
    assert requests_of(program) == 1
    with bind(program.pk):
        assert Mail.objects.filter(key__endswith="/received").count() == 1


def test_unknown_columns_are_named(charlie, visit):
    assert "Unknown column: phone_number" in upload(visit(charlie), "phone_number\n1\n", "check").content.decode()


@pytest.mark.rule("B24-6")
def test_the_vendor_sends_and_reads_requests_by_the_api(program, charlie, client):
    actor = staff_actor(program, charlie, "administrator")
    with bind_actor(actor):
        given = {"name": "CRM", "scopes": ["requests:read", "requests:write"], "now": NOW}
        _token, secret = create_token(actor=actor, program_id=program.pk, **given)
    head = {"host": "bitrix24.localhost", "authorization": f"Bearer {secret}", "idempotency-key": "r-1"}
    body = {
        "kind": "training",
        "currency": "EUR",
        "answers": {"client": "Ana", "email": "ana@c.example", "country": "DE", "region": "bayern", "request": "Help"},
        "consent": True,
    }
    sent = [
        client.post("/api/v1/vendor/requests/", json.dumps(body), content_type="application/json", headers=head)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert requests_of(program) == 1
    assert sent[0].json()["region"] == "DE-BY"
    refused = client.post(
        "/api/v1/vendor/requests/",
        json.dumps({**body, "consent": False}),
        content_type="application/json",
        headers={**head, "idempotency-key": "r-2"},
    )
    assert refused.status_code == 422
    assert "consent" in refused.json()["errors"]
    listed = client.get("/api/v1/vendor/requests/?country=DE", headers=head).json()["results"]
    one = client.get(f"/api/v1/vendor/requests/{listed[0]['id']}/", headers=head).json()
    assert "ana@c.example" in one["contact"].values()
    with bind(program.pk):
        assert ContactView.objects.get().user_id == charlie.pk


def test_a_region_that_the_country_has_not_is_refused(program, visit):
    answers = {"client": "Ana", "email": "a@c.example", "country": "DE", "request": "Help", "region": "Atlantis"}
    page = visit().post("/request/", {**answers, "kind": "training", "consent": "on"}).content.decode()
    assert "Enter a region of Germany" in page


def test_the_managers_see_charts_with_tables(program, alpha, charlie, visit):
    promote(alpha)
    send(program)
    page = visit(charlie).get("/admin/leads/territory/").content.decode()
    assert page.count('<table class="barlist">') >= 2
    assert '<th scope="row">Cyprus</th>' in page


def test_each_territory_says_how_it_does(other_program, delta, visit):
    """One request accepted after three hours and lost; the other won, though nobody closed it."""
    promote(delta)
    taken, waiting = send(other_program).lead, send(other_program).lead
    rows = {"program": other_program, "partner": delta}
    with bind(other_program.pk):
        offer = Offer.objects.get(lead=taken)
        Offer.objects.filter(pk=offer.pk).update(state="accepted", answered_at=offer.offered_at + timedelta(hours=3))
        for lead, state in ((taken, "lost"), (waiting, "won")):
            times = {"reserved_at": NOW, "touched_at": NOW, "ended_at": NOW}
            Reservation.objects.create(**rows, lead=lead, slot=1, places=1, state=state, **times)
        LeadRequest.objects.filter(pk=taken.pk).update(state="unplaced")
    with time_machine.travel(NOW, tick=False):
        page = visit(hire(other_program, "Hugo"), host="bitrix-2011.localhost").get("/admin/leads/territory/")
    cell = r'class="field-(open_requests|stuck|hours|won) .*?data-label="[^"]*">([^<]*)<'
    found = re.findall(cell, page.content.decode(), re.DOTALL)
    assert dict(found) == {"open_requests": "2", "stuck": "1", "hours": "3.0", "won": "50%"}


def test_several_requests_are_assigned_at_once_and_none_is_copied(program, alpha, alice, beta, charlie, visit):
    """One that Beta holds already is refused by name; the rest are offered to it in place of Alpha."""
    promote(alpha)
    promote(beta)
    free, hers, mine = send(program).lead, reserved(beta).lead, reserved(alpha).lead
    closed = send(program).lead
    with bind(program.pk):
        LeadRequest.objects.filter(pk=closed.pk).update(state="closed")
        Offer.objects.all().delete()
    client, rows = visit(charlie), [free.pk, hers.pk, mine.pk, closed.pk]
    asked = client.post("/admin/leads/leadrequest/", {"action": "assign-partner", "_selected_action": rows})
    assert asked.status_code == 200
    sent = {"action": "assign-partner", "_selected_action": rows, "apply": "1", "partner": beta.pk, "reason": "Nobody"}
    page = client.post("/admin/leads/leadrequest/", sent).content.decode()
    assert "This partner held the request before." in page
    assert "Not possible in its present state." in page
    with bind(program.pk):
        assert set(Offer.objects.values_list("lead", "partner", "by_hand")) == {
            (free.pk, beta.pk, True),
            (mine.pk, beta.pk, True),
        }
        assert LeadRequest.objects.count() == 4
        assert Reservation.objects.get(lead=mine).state == "withdrawn"
        assert Reservation.objects.get(lead=hers).state == "open"


def test_partners_who_can_take_a_request_are_offered_first(program, alpha, beta, charlie, visit):
    promote(beta)
    lead = send(program).lead
    with bind(program.pk):
        Offer.objects.all().delete()
    form = visit(charlie).get(f"/admin/leads/leadrequest/{lead.pk}/assign-partner/").content.decode()
    names = re.findall(r'<option value="\d+"[^>]*>([^<]+)<', form)
    assert [name.split(" · ")[0] for name in names[:2]] == [beta.name, alpha.name], "by name it would be the other way"
    assert names[0].split(" · ")[1:3] == [country_name(beta.country), "Gold"]


def test_requests_are_found_by_number_and_by_the_clients_words(program, charlie, visit):
    first, second = send(program, request="Wé need a training").lead, send(program, request="A portal, please").lead
    desk = visit(charlie)
    for asked, found in ((f"#{first.pk}", first), ("TRAINING", first), ("portal", second)):
        listed = desk.get("/admin/leads/leadrequest/", {"q": asked}).context["cl"].result_list
        assert [row.pk for row in listed] == [found.pk], asked
    assert "A portal, please" in desk.get("/admin/leads/leadrequest/").content.decode()


def test_the_client_downloads_and_erases_what_everybody_wrote(program, alpha, charlie, visit):
    promote(alpha)
    lead = send(program).lead
    where = f"/request/follow/{secret_of(program, lead)}/"
    reason = "Clara Client (clara@client.example) asked for Alpha"
    sent = {"partner": alpha.pk, "reason": reason}
    assert visit(charlie).post(f"/admin/leads/leadrequest/{lead.pk}/assign-partner/", sent).status_code == 302
    copy = visit().post(where, {"step": "export"})
    assert copy["Content-Type"] == "application/json"
    assert json.loads(copy.content)["contact"]["email"] == "clara@client.example"
    assert visit().post(where, {"step": "erase"}).status_code == 302
    with bind(program.pk):
        assert not traces(["clara client", "clara@client"])
        assert "[erased]" in AuditEntry.objects.get(action="leads.decide").summary
