"""A network as large as the 2015 document's: 2,411 partners, 541 of them at the highest level, all ranked.

The suite takes a tenth of each career, a campaign the whole network.
"""

import tomllib
from pathlib import Path

import pytest

from demo.network import invent, write_network
from demo.plan import Plan
from statuses.directory.queries import cards
from tests.cast import open_program
from tests.importing.conftest import TODAY, table
from tests.samples import sample


def whole() -> Plan:
    """The network of the document; the demo's is a small one."""
    text = Path(__file__).with_name("network_2015.toml").read_text(encoding="utf-8")
    return Plan.model_validate(tomllib.loads(text))


def part_of(plan: Plan, share: int) -> Plan:
    """The plan with one partner of so many in each career."""
    return plan.model_copy(
        update={"career": [each.model_copy(update={"count": each.count // share}) for each in plan.career]}
    )


def test_the_plan_is_as_large_as_the_document():
    counts = {career.title: career.count for career in whole().career}
    assert sum(counts.values()) == 2411
    assert counts["at the top"] == 541


@pytest.mark.campaign
@pytest.mark.django_db
@pytest.mark.rule("NET-5", "NET-3")
def test_full_network_is_imported_and_ranked(tmp_path, bring_in):
    plan = part_of(whole(), sample(10, campaign=1))
    partners = sum(career.count for career in plan.career)
    golden = next(career.count for career in plan.career if career.title == "at the top")
    program = open_program("1c-bitrix")
    write_network(invent(plan, day=TODAY), tmp_path)
    outcome = bring_in(program)
    assert outcome.partners_added == outcome.replayed == partners
    assert outcome.levels["status"]["gold"] == golden
    rows = table(program.code)
    assert len(rows) == partners
    ranked = sorted((row for row in rows if row["level"]), key=lambda row: int(row["rank"]))
    listed = list(cards(program_id=program.pk).order_by("-points", "accepted_on", "code").values_list("code", "level"))
    assert len([1 for _, level in listed if level == "gold"]) == golden
    shown = {code for code, _ in listed}
    assert [code for code, _ in listed] == [row["partner"] for row in ranked if row["partner"] in shown]
