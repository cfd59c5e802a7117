"""A client who asks twice for the same is found, and a manager merges the later request with one click."""

import re

import pytest

from tests.leads.network import again, promote, send

pytestmark = pytest.mark.django_db
LIST = "/admin/leads/leadrequest/"
CELL = r'class="field-repeats_words .*?data-label="[^"]*">([^<]*)<'


def test_a_repeated_request_is_marked_and_merged_with_one_click(program, alpha, charlie, visit):
    promote(alpha)
    first = send(program).lead
    later = send(program, email="CLARA@client.example ").lead
    other = send(program, kind="telephony").lead
    office = visit(charlie)
    listed = office.get(LIST).content.decode()
    marked = [number for number in re.findall(CELL, listed, re.DOTALL) if number.startswith("#")]
    assert marked == [f"#{first.pk}"]
    page = office.get(f"{LIST}{later.pk}/change/").content.decode()
    form = re.search(r'<form method="post" action="[^"]*/merge/">.*?</form>', page, re.DOTALL)[0]
    assert f'value="{first.pk}"' in form
    assert office.post(f"{LIST}{later.pk}/merge/", {"into": first.pk}).status_code == 302
    assert (again(later).state, again(later).merged_into_id) == ("merged", first.pk)
    assert again(first).state == again(other).state == "open"
    listed = office.get(LIST).content.decode()
    assert not [number for number in re.findall(CELL, listed, re.DOTALL) if number.startswith("#")]
