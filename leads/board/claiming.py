"""Claims a place of a request in one statement, so that whoever comes too late learns it without waiting (B24-6.2c).

Each place has an advisory lock, which belongs to a transaction: whoever holds it is about to reserve that place, and a
transaction that rolls back gives it free again. Nobody waits for it. The request's row is locked only at the end, when
the reservation is counted; that conditional update and the slots' unique constraint keep the number, not the locks.
"""

from contextlib import AbstractContextManager
from typing import Any

from django.db.models import F

from common.tenancy import bind_asking
from leads.requests.models import LeadRequest

TAKEN, BUSY = 0, -1

# A lock that becomes free belonged to a transaction that has ended, and the next query sees what that one wrote.
CLAIM = """
CREATE FUNCTION leads_claim_place(request bigint, states text[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    all_places integer;
    answer integer := 0;
BEGIN
    SELECT places INTO all_places FROM leads_leadrequest WHERE id = request AND state = ANY (states) AND held < places;
    FOR place IN 1..COALESCE(all_places, 0) LOOP
        IF NOT pg_try_advisory_xact_lock(hashtextextended('leads_place', request * 100 + place)) THEN
            answer := -1;
        ELSIF NOT EXISTS (SELECT FROM leads_reservation WHERE lead_id = request AND slot = place) THEN
            RETURN place;
        END IF;
    END LOOP;
    RETURN answer;
END $$
"""
UNCLAIM = "DROP FUNCTION leads_claim_place(bigint, text[])"


def claiming(program_id: int, lead_id: int, *, states: tuple[str, ...]) -> AbstractContextManager[Any]:
    """Bind a transaction to the program and claim one of the request's places for it.

    Gives the place's number, TAKEN without a free place or in another state, and BUSY while others are about to take
    those that are free. One statement, which waits for nobody.
    """
    return bind_asking(program_id, "leads_claim_place(%s, %s)", lead_id, list(states))


def count_place(lead_id: int, *, states: tuple[str, ...]) -> bool:
    """Count one more partner on the request, and hold its row; False if it was closed or filled in the meantime."""
    free = LeadRequest.objects.filter(pk=lead_id, state__in=states, held__lt=F("places"))
    return bool(free.update(held=F("held") + 1))
