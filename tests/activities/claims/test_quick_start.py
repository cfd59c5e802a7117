"""The write that the API's reference shows is accepted as it stands, in every program."""

import html
import json
import re

import pytest

from programs.models import Program
from tests.cast import admit, join, open_program
from tests.programs.files import PRESETS
from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.mark.parametrize("preset", sorted(path.stem for path in PRESETS.glob("*.toml")))
def test_the_first_write_of_the_reference_is_accepted(visit, preset):
    program = Program.objects.filter(code=preset).first() or open_program(preset)
    alpha = admit(program, "alpha", "Alpha Works", currency="USD")
    client = visit(host=f"{preset}.localhost")
    page = html.unescape(client.get("/api/v1/docs/").content.decode())
    body, address = re.search(r"-d '(\{.*\})' \"(\S+)\"", page).groups()
    call = caller(client, partner_secret(alpha, join(alpha, "Alice")))
    made = call(address, json.loads(body), key="first")
    assert made.status_code == 201, made.content
