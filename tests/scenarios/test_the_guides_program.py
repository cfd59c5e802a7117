"""The complete program of docs/writing-a-program.md: a company applies, is accepted, and its dashboard opens."""

import re
from datetime import date

import pytest
import time_machine

from common.actor import Actor
from common.tenancy import bind
from partners.models import Application
from programs.operations import FIRST_RULES, publish
from programs.queries import definition
from statuses.models import Standing
from tests.applicants import at
from tests.cast import hire, person
from tests.programs.files import ROOT
from tests.scenarios.test_every_program import ADMIN, answers, client, shown

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 16)
GUIDE = (ROOT / "docs" / "writing-a-program.md").read_text(encoding="utf-8")


def test_a_company_joins_the_guides_program():
    revision = publish(
        actor=Actor.system(None),
        program_code="club",
        source=re.findall(r"```toml\n(.*?)```", GUIDE, flags=re.DOTALL)[0],
        effective_from=DAY,
        now=at(DAY),
        partners_on=FIRST_RULES,
    )
    program, host = revision.program, "club.localhost"
    browser, desk = client(host, person("gil@gamma.example", "Gil")), client(host, hire(program, "Mara"))
    with time_machine.travel(at(DAY), tick=False), bind(program.pk):
        assert "Become a partner" in client(host).get("/").content.decode()
        fields = answers(definition(program, DAY).admission.application.fields)
        assert browser.post("/apply/", {**fields, **shown(browser, "/apply/"), "do-send": "1"}).status_code == 302
        application = Application.objects.get()
        assert desk.post(f"{ADMIN}{application.pk}/approve/").status_code == 302
        assert Standing.objects.get(track="status").level == "member"
        assert browser.get("/dashboard/").status_code == 200
