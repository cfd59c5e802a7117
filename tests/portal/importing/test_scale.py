"""A network as large as the 2015 document's: 2,411 partners, 541 of them at the highest level, all ranked."""

import pytest

from demo.network import invent, write_network
from demo.plan import load_plan
from statuses.directory.queries import cards
from tests.cast import open_program
from tests.portal.importing.conftest import TODAY, table


@pytest.mark.django_db
@pytest.mark.rule("NET-5", "NET-3")
def test_full_network_is_imported_and_ranked(tmp_path, bring_in):
    program = open_program("1c-bitrix")
    write_network(invent(load_plan("1c-bitrix"), day=TODAY), tmp_path)
    outcome = bring_in(program)
    assert outcome.partners_added == outcome.replayed == 2411
    assert outcome.levels["status"]["gold"] == 541
    rows = table(program.code)
    assert len(rows) == 2411
    ranked = sorted((row for row in rows if row["level"]), key=lambda row: int(row["rank"]))
    listed = list(cards(program_id=program.pk).order_by("-points", "accepted_on", "code").values_list("code", "level"))
    assert len([1 for _, level in listed if level == "gold"]) == 541
    shown = {code for code, _ in listed}
    assert [code for code, _ in listed] == [row["partner"] for row in ranked if row["partner"] in shown]
