"""Clients on lists of excluded persons: the same name is refused, a near one reviewed, both recorded (B24-2.4)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.tenancy import bind
from store.models import ComplianceCheck, ExcludedPerson, Order
from store.screening.rules import Listed, matches, plain
from tests.store import shop

FILE = "name,country,reference,since,until\nООО «Ромашка»,RU,7,2020-01-01,\nIvan Petrovich Sidorov,,8,,\n"


def test_names_are_compared_without_script_order_and_legal_form():
    assert plain("ООО «Ромашка»") == plain("Romashka LLC") == "romashka"
    assert plain("Sidorov, Ivan") == plain("IVAN SIDOROV")
    assert plain("Ltd") == "ltd"


@pytest.mark.parametrize(
    ("asked", "score"),
    [("Romashka", 100), ("Romashkaa", 94), ("Ivan Sidorov", 99), ("Alder", None), ("Ivan", None), ("", None)],
)
def test_a_match_is_exact_near_or_none(asked, score):
    names = ["ООО «Ромашка»", "Ivan Petrovich Sidorov"]
    entries = [Listed(name, plain(name), "Test") for name in names]
    found = matches(asked, entries, [each.plain for each in entries], near=88)
    assert [each.score for each in found] == ([] if score is None else [score])
    assert [each.exact for each in found] == ([] if score is None else [score == 100])


def load(desk, text=FILE, **given):
    sent = {"source": "Sanctions", "file": SimpleUploadedFile("persons.csv", text.encode()), **given}
    return desk.post(reverse("admin:store_excludedperson_import_file"), sent)


@pytest.mark.rule("B24-2.4")
@pytest.mark.django_db
def test_a_manager_imports_a_list_and_it_replaces_the_last(program, charlie, visit, that_day):
    desk = visit(charlie)
    assert load(desk, dry_run="on").status_code == 302
    with bind(program.pk):
        assert not ExcludedPerson.objects.exists()
    refused = load(desk, "name,country\nGood,DE\n,DE\nBad,XX\n")
    assert "Line 3: enter a name · Line 4:" in refused.content.decode()
    failed = load(desk, "name,country\nGood,DE\nBad,XX\n", failed_rows="on")
    assert failed["Content-Type"].startswith("text/csv")
    assert "Bad,XX,,,,“XX” isn't a country code" in failed.content.decode()
    assert load(desk).status_code == 302
    assert load(desk, "name\nIvan Petrovich Sidorov\nNew Name\n").status_code == 302
    with bind(program.pk):
        rows = {row.name: row.until for row in ExcludedPerson.objects.all()}
    assert rows["New Name"] is None
    assert rows["Ivan Petrovich Sidorov"] is None
    assert str(rows["ООО «Ромашка»"]) == "2026-03-01"


@pytest.mark.rule("B24-2.4")
@pytest.mark.django_db
def test_the_same_name_is_refused_when_it_is_added(shopper, alpha, charlie, visit):
    load(visit(charlie))
    shop.fill_cart(shopper, company="Romashka Ltd")
    assert "is on a list of excluded persons (B24-2.4)" in shopper.get(reverse("store:cart")).content.decode()
    assert shopper.post(reverse("store:checkout"), {"method": "bank_transfer"}).status_code == 302
    with bind(alpha.program_id):
        assert not Order.objects.exists()
        record = ComplianceCheck.objects.get()
    assert (record.state, record.company, record.matches[0]["score"]) == ("refused", "Romashka Ltd", 100)
    page = visit(charlie).get(reverse("admin:store_compliancecheck_change", args=[record.pk])).content.decode()
    assert "100% alike" in page


@pytest.mark.rule("B24-2.4")
@pytest.mark.django_db
def test_a_near_name_makes_the_order_wait(shopper, alpha, charlie, visit):
    load(visit(charlie))
    shop.fill_cart(shopper, contact="Ivan Sidorov")
    assert shop.check_out(shopper).status_code == 302
    with bind(alpha.program_id):
        order, record = Order.objects.get(), ComplianceCheck.objects.get()
    assert (order.state, record.state, record.matches[0]["list"]) == ("waiting_compliance", "waiting", "Sanctions")
    page = shopper.get(reverse("store:order", args=[order.number])).content.decode()
    assert "We review a client before you pay" in page
    assert "Sanctions" not in page
