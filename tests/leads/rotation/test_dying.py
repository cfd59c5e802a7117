"""A worker that dies in the middle of a batch leaves nothing of it: equal turns, and a chain that anybody can check."""

import subprocess
import sys
from collections import Counter
from random import Random

import pytest
import time_machine

from common.actor import Actor
from common.tenancy import bind
from leads.models import LeadRequest, Offer
from leads.rotation import batches
from leads.rotation.operations import distributing
from tests import cast
from tests.leads.network import NOW, promote, rulebook_for
from tests.samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]
ROW = {"source": "website", "mode": "by_turns", "kind": "training", "country": "CY", "places": 1, "received_at": NOW}
WRITES = ("write_offers", "write_entries", "write_turns")


class Killed(BaseException):
    """The worker is gone."""


@pytest.mark.rule("BPS-lead")
@pytest.mark.parametrize("seed", range(sample(2, campaign=100)))
def test_turns_are_equal_after_kills_in_batches_of_any_size(other_program, seed, monkeypatch, tmp_path, visit):
    chance = Random(seed)
    partners = [promote(cast.admit(other_program, f"p{n}", f"Partner {n}")) for n in range(chance.randint(2, 5))]
    given = {"actor": Actor.system(other_program.pk), "rulebook": rulebook_for(other_program), "now": NOW}
    killed = 0
    with time_machine.travel(NOW, tick=False):
        for _round in range(6):
            with bind(other_program.pk):
                new = [LeadRequest(program=other_program, state="new", **ROW) for _ in range(chance.randint(1, 9))]
                LeadRequest.objects.bulk_create(new)
                before = Offer.objects.count()
            monkeypatch.setattr(distributing, "BATCH", chance.randint(1, 5))
            if chance.random() < 0.7:
                name = chance.choice(WRITES)
                with monkeypatch.context() as broken:
                    broken.setattr(batches, name, dying(getattr(batches, name)))
                    with pytest.raises(Killed):
                        distributing.distribute(**given)
                killed += 1
                with bind(other_program.pk):
                    assert Offer.objects.count() == before
            distributing.distribute(**given)
    with bind(other_program.pk):
        got = list(Offer.objects.order_by("number").values_list("partner_id", flat=True))
        assert not LeadRequest.objects.filter(state="new").exists()
    assert killed
    for start in range(len(got)):
        run = Counter(dict.fromkeys([one.pk for one in partners], 0)) + Counter(got[start:])
        counts = [run[one.pk] for one in partners]
        assert max(counts) - min(counts) <= 1
    public = visit(host="bitrix-2011.localhost")
    (tmp_path / "verify.py").write_bytes(public.get("/rotation/verify_rotation.py").content)
    (tmp_path / "feed").write_bytes(public.get("/rotation/feed/?mode=by_turns&country=CY").content)
    plain = [sys.executable, "-I", "-S", "verify.py", "feed"]
    checked = subprocess.run(plain, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def dying(write):
    """Write the rows, then die before the commit."""

    def killed(*rows):
        write(*rows)
        raise Killed

    return killed
