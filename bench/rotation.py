"""Distribution of requests by turns, set-wise and one by one."""

from collections.abc import Iterator
from datetime import datetime
from time import perf_counter, process_time
from unittest.mock import patch

from django.db import connections

from bench.fixture import LAST
from bench.lead_rows import BY_TURNS, join_everybody, make_leads, mode_of
from bench.timing import Figure
from common.actor import Actor
from common.clock import now
from common.tenancy import bind
from leads.rotation.batches import BATCH
from leads.rotation.operations import distributing
from partners.models import Partner

NETWORK, REQUESTS, ONE_BY_ONE = 2_411, 10_000, 30


def run(program_id: int) -> Iterator[Figure]:
    """Ten thousand requests of one country over the network, and some of them one by one; needs 2,411 partners."""
    rulebook = join_everybody(program_id)
    mode = mode_of(rulebook, BY_TURNS)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE partners_partner SET country = 'NZ' WHERE id IN "
            "(SELECT id FROM partners_partner WHERE program_id = %s ORDER BY id LIMIT %s)",
            [program_id, NETWORK],
        )
    with bind(program_id):
        members = Partner.objects.filter(program_id=program_id, country="NZ").count()
    rates, spent = {}, 0.0
    for name, batch, number in (("warm", 1, 1), ("one by one", 1, ONE_BY_ONE), ("set-wise", BATCH, REQUESTS)):
        make_leads(rulebook, mode, "NZ", "new", number)
        moment = datetime.combine(LAST, datetime.min.time(), now().tzinfo)
        start, used = perf_counter(), process_time()
        with patch.object(distributing, "BATCH", batch):
            done = distributing.distribute(actor=Actor.system(program_id), rulebook=rulebook, now=moment)
        rates[name] = done / (perf_counter() - start)
        spent = process_time() - used
    ratio = rates["set-wise"] / rates["one by one"]
    a_minute = 60 * rates["set-wise"]
    yield Figure(
        f"distribution of {REQUESTS:,} requests over {members:,} partners",
        f"{a_minute:,.0f} a minute ({spent:.1f} s of Python), {ratio:.1f} x one by one",
        "200,000 a minute, 3 x",
        a_minute >= 200_000 and ratio >= 3,
    )
