"""The board reads in a fixed number of statements, however many requests are open."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.tenancy import bind
from leads.board.queries import board, read_access
from leads.models import LeadRequest
from tests import cast
from tests.leads.network import NOW, TODAY, promote, rulebook_for
from web.paging import page_of

pytestmark = pytest.mark.django_db
MOST = 4


def statements(partner, user):
    actor, rulebook = cast.partner_actor(partner, user), rulebook_for(partner.program)
    with bind(partner.program_id, partner.pk), CaptureQueriesContext(connection) as seen:
        rows = page_of(board(actor, read_access(partner, rulebook, on=TODAY)), 1).rows
    return len(rows), [one["sql"] for one in seen if "app." not in one["sql"] and "SAVEPOINT" not in one["sql"]]


def test_the_board_takes_at_most_four_statements(program, alpha, alice):
    promote(alpha)
    given = {"program": program, "source": "website", "mode": "app", "kind": "training", "country": "CY"}
    given |= {"state": "open", "places": 3, "received_at": NOW, "text": "We need training."}
    with bind(program.pk):
        LeadRequest.objects.create(**given)
    one, few = statements(alpha, alice)
    with bind(program.pk):
        LeadRequest.objects.bulk_create(LeadRequest(**given) for _ in range(300))
    many, still = statements(alpha, alice)
    assert (one, many > 10) == (1, True)
    assert len(still) == len(few) <= MOST, still
