"""Admin pages for every program: tracks, levels, kinds and accounts come from its rules."""

from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from common.tenancy import bind
from programs.models import Site
from programs.queries import definition
from programs.rulebook import rulebook_of
from statuses.models import StatusChange
from statuses.operations import settle
from tests.careers import NOON, TODAY
from tests.cast import PRESETS, admit, hire, open_program

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

CODES = sorted(path.stem for path in Path(PRESETS).glob("*.toml"))


@pytest.mark.parametrize("preset", CODES)
def test_pages_use_the_programs_names(preset):
    program = open_program(preset)
    site = Site.objects.get(program=program, host=f"{preset}.localhost")
    manager = hire(program, "Mona")
    partner = admit(program, "omega", "Omega Partners")
    with bind(program.pk):
        settle(rulebook=rulebook_of(program), partner_ids=[partner.pk], until=TODAY, now=NOON)
        rules, change = definition(program, TODAY), StatusChange.objects.filter(partner=partner).first()
    client = Client(headers={"host": site.host})
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")

    def page(path):
        response = client.get(f"/admin/{path}")
        assert response.status_code == 200, path
        return unescape(response.content.decode())

    assert program.name.split()[0] in page("")
    assert page("partners/partner/").count("omega")
    own = f"partners/partner/{partner.pk}"
    assert "Omega Partners" in page(f"{own}/change/")
    explained, exceptions = page(f"{own}/explanation/"), page(f"{own}/exception/")
    for track in rules.tracks:
        assert track.name in explained
        for level in track.levels:
            assert level.name in exceptions
            page(f"{own}/explanation/?level={level.code}&as_of=2026-12-31")
    assert ("queue=verification" in page("")) == (rules.admission is not None)
    page("partners/application/")
    kinds = page("activities/activity/add/")
    for code, kind in rules.activities.items():
        assert f"?kind={code}" in kinds
        assert kind.name in page(f"activities/activity/add/?kind={code}")
    if change:
        page(f"statuses/statuschange/{change.pk}/change/")
