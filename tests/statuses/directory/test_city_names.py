"""Other names of cities: kept with what partners change, added to what was stored before, and found by the staff."""

from importlib import import_module

import pytest
from django.db import connection, connections, transaction

from common.tenancy import bind, bind_actor
from partners.models import Card, CardText, Partner, PartnerText
from partners.profile.finding import find_partners
from programs.queries import definition
from statuses.directory.cards import refresh_cards
from statuses.directory.searching import search
from tests.careers import NOON
from tests.cast import staff_actor
from tests.statuses.directory.listed import publish

MIGRATION = import_module("partners.migrations.0027_city_names")
OLD = "'munchen':1 '@munchen' 'germany':2 '@germany'"


def found(program, text):
    return [card.code for card in search(program_id=program.pk, text=text, size=9, exactly=True).cards]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_is_stored_gets_the_names_once(program, other_program):
    cards = [publish(each, "isar", "Isar", city="München", country="DE") for each in (program, other_program)]
    creek = publish(program, "creek", "Creek", city="دبي", country="AE")
    plain = publish(program, "none", "None", city="Nirgendwo", country="DE")
    with bind(program.pk), connection.cursor() as cursor:
        Partner.objects.filter(pk=cards[0].pk).update(city="München", country="DE")
        cursor.execute("UPDATE partners_cardtext SET search = %s::tsvector", [OLD])
        cursor.execute(
            "INSERT INTO partners_partnertext (program_id, partner_id, search) VALUES (%s, %s, %s::tsvector)",
            [program.pk, cards[0].pk, OLD],
        )
    assert found(program, "munich") == []
    states = []
    for _time in range(2):
        with transaction.atomic("owner"), connections["owner"].schema_editor(atomic=False) as editor:
            MIGRATION.write(None, editor)
        with bind(program.pk):
            states.append(sorted(CardText.objects.values_list("pk", "search")))
            states.append(list(PartnerText.objects.filter(program=program).values_list("search", "near")))
    assert states[:2] == states[2:], "a second run changes nothing"
    for each in (program, other_program):
        assert found(each, "munich") == found(each, "near Мюнхен") == ["isar"]
    assert "munich" in states[1][0][0]
    assert states[1][0][1], "a typo of the names is known to the staff's search"
    assert found(program, "dubai") == ["creek"]
    assert Card.objects.get(pk=creek.pk).city_latin == "Dubai"
    assert Card.objects.get(pk=cards[0].pk).city_latin == ""
    assert "munich" not in dict(states[0])[plain.pk], "nothing is known of its city"


@pytest.mark.django_db
def test_a_partner_is_found_by_them_in_the_directory_the_api_and_the_admin(fixed_day, visit, program, career, charlie):
    alpha = career
    with bind(program.pk):
        Partner.objects.filter(pk=alpha.pk).update(city="札幌市", country="JP")
        rules = definition(program, NOON.date())
        refresh_cards(program_id=program.pk, partner_ids=[alpha.pk], definition=rules, on=NOON.date())
    assert found(program, "Sapporo") == found(program, "near Sapporo") == ["alpha"]
    assert "Alpha Works" in visit().get("/partners/", {"q": "Sapporo"}).content.decode()
    assert [row["code"] for row in visit().get("/api/v1/partners/?q=sapporo").json()["results"]] == ["alpha"]
    desk = visit(charlie)
    page = f"/admin/partners/partner/{alpha.pk}/change/"
    assert page in desk.get("/admin/search/", {"s": "Sapporo", "extended": "1"}).content.decode()
    assert page in desk.get("/admin/partners/partner/", {"q": "sappor"}).content.decode()
    manager = staff_actor(program, charlie)
    with bind_actor(manager):
        assert find_partners(manager, "sapporro").corrected == "sapporo"
    assert Card.objects.get(pk=alpha.pk).city_latin == "Sapporo"
