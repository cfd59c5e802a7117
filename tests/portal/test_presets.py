"""The same pages work for every program; none depends on a particular one."""

from datetime import date

import pytest
from django.test import Client

from programs.models import Site
from tests.careers import live
from tests.cast import PRESETS, admit, join, open_program

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.mark.parametrize("preset", sorted(path.stem for path in PRESETS.glob("*.toml")))
def test_every_program_has_its_pages(preset):
    program = open_program(preset)
    partner = admit(program, "works", "Works", listed=True)
    user = join(partner, "Wanda")
    live(partner, [], until=date(2025, 4, 1))
    site = Site.objects.get(program=program, host=f"{preset}.localhost")
    client = Client(headers={"host": site.host})
    assert client.get("/").status_code == 200
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/dashboard/", {"as_of": "2025-04-01"})
    assert page.status_code == 200
    tracks = page.context["tracks"]
    assert tracks
    shown = page.content.decode()
    for track in tracks:
        assert all(level.name.replace("'", "&#x27;") in shown for level in track.found.track.levels)
    for path in ("points", "activities", "history", "notices", "profile", "profile/edit"):
        assert client.get(f"/dashboard/{path}/").status_code == 200
