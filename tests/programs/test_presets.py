"""The five presets: their levels, numbers and kinds match the documents."""

import re
from decimal import Decimal

import pytest

from programs.definition import Definition
from programs.definition.comparison import comparison
from programs.definition.load import load
from programs.definition.requirements import BaseRequirement, Total
from tests.programs.files import PRESETS, preset
from tests.rules.catalogue import rules

NAMES = sorted(path.stem for path in PRESETS.glob("*.toml"))


def definition(name: str) -> Definition:
    return load(preset(name))


def asked(requirements: list[BaseRequirement]) -> dict[str, Decimal | int | None]:
    """Return requirement codes with their thresholds."""
    return {one.code: getattr(one, "at_least", None) for one in requirements}


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_is_valid_and_has_its_own_name(name):
    assert definition(name).program.code == name


def test_there_are_five_presets():
    assert NAMES == ["1c-bitrix", "1c-bitrix-kz", "bitrix-2011", "bitrix-sm11", "bitrix24"]


# Rules whose data come with the theme that builds them.
AHEAD = {"B24-1.2.1d", "B24-1.3c", "B24-2.3.3", "B24-11.0"}


def test_the_bitrix24_preset_covers_its_whole_document():
    """Every rule of the document is a clause in the file."""
    clauses = set(re.findall(r'clause = "([^"]+)"', preset("bitrix24"))) | AHEAD
    assert [rule_id for rule_id in rules() if rule_id.startswith("B24-") and rule_id not in clauses] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_is_a_rule_of_the_catalogue(name):
    assert set(re.findall(r'clause = "([^"]+)"', preset(name))) - set(rules()) == set()


@pytest.mark.rule("B24-3.1.1a", "B24-3.1.1b", "B24-3.1.2", "B24-3.1.3", "B24-3.1.3q", "B24-3.3", "B24-3.5")
def test_bitrix24_levels_have_the_documents_requirements():
    track = definition("bitrix24").track("status")
    bronze, silver, gold = track.levels
    assert track.entry.level == "bronze"
    assert (bronze.grace.days, bronze.grace.reminders) == (90, [30, 14, 3])
    assert set(asked(bronze.grace.requires)) == {"tutorial", "nfr_cloud"}
    assert (asked(silver.reach)["sales"], asked(silver.reach)["clients"]) == (2500, 2)
    assert set(asked(silver.reach)) >= {"website", "social", "tutorial", "sales_course", "first_line"}
    assert asked(silver.keep) == {"sales": 5000, "seats": 400}
    assert (asked(silver.requalify)["sales"], asked(silver.requalify)["seats"]) == (5000, 400)
    assert asked(gold.reach)["sales"] == 10000
    assert set(asked(gold.reach)) >= {"marketing_course", "webinar", "case_study", "marketing_plan", "first_line"}
    assert set(asked(gold.reach)) >= {"website", "social", "tutorial", "sales_course"}
    assert asked(gold.keep) == {"sales": 15000, "seats": 1000, "qbr": None}
    assert (asked(gold.requalify)["sales"], asked(gold.requalify)["seats"]) == (15000, 1000)
    assert "qbr" not in asked(gold.requalify)


@pytest.mark.rule("B24-3.3", "B24-3.1.3q", "B24-3.5")
def test_bitrix24_counts_from_the_documents_days():
    silver, gold = definition("bitrix24").track("status").levels[1:]
    for one in [*silver.keep, *silver.requalify, *gold.keep, *gold.requalify]:
        if one.code == "seats":
            assert one.applies_from.isoformat() == "2026-01-01"
    assert gold.reach[0].since == "level_reached"
    lost = [one for level in (silver, gold) for one in level.requalify if isinstance(one, Total)]
    assert [(one.since, one.window) for one in lost] == [("level_lost", "year")] * 4


def test_bitrix24_benefits_are_those_of_the_table():
    bronze, silver, gold = (level.benefits for level in definition("bitrix24").track("status").levels)
    assert [level.discount.percent for level in (bronze, silver, gold)] == [20, 40, 50]
    assert asked(bronze.discount.requires) == {"tutorial": 1} == asked(bronze.leads.requires)
    assert [level.directory for level in (bronze, silver, gold)] == ["no", "listed", "featured"]
    assert [{one.grant: one.count for one in level.nfr} for level in (bronze, silver, gold)] == [
        {"cloud": 1},
        {"cloud": 1, "on_premise": 1},
        {"cloud": 2, "on_premise": 2},
    ]
    assert [level.leads.modes for level in (bronze, silver, gold)] == [["app"], ["app", "mail"], ["app", "mail"]]


def test_bitrix24_has_the_numbers_of_the_other_sections():
    rules_of = definition("bitrix24")
    assert rules_of.store.price_changes.notice_days == 10
    assert (rules_of.store.registration.days, rules_of.store.registration.reminders) == (7, [5])
    assert rules_of.admission.application.review.days == 7 == rules_of.admission.verification.review.days
    assert (rules_of.leads.locations.additional, rules_of.leads.reservations.at_most) == (3, 3)
    assert len(rules_of.leads.kinds.items) == 11
    assert {(bonus.code, bonus.at_least, bonus.at_most) for bonus in rules_of.bonuses.kinds} == {
        ("kickstart", 1000, 1000),
        ("award", 1000, 5000),
    }
    assert rules_of.bonuses.spending.money_at_least == {"USD": 10, "EUR": 10}
    assert {grant.code: grant.life.months for grant in rules_of.nfr.grants} == {"cloud": 6, "on_premise": 12}
    assert len(rules_of.conduct.principles) == 13
    assert len(rules_of.conduct.penalties) == 7
    assert rules_of.conduct.suspension.after_months == 6
    assert (rules_of.clients.referral.window_days, rules_of.clients.new_seats.paid_months) == (90, 6)
    assert [entity.name for entity in rules_of.entities] == ["Alaio Cloud Limited", "Alaio Inc.", "ALAIO ME W.L.L"]


@pytest.mark.rule("BPS-engine2", "BSM-engine1", "NET-engine2", "KKV-engine2")
@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        (
            "bitrix24",
            "sale client_seats course evidence meeting nfr_claim project module placement seminar localization lead",
        ),
        (
            "bitrix-2011",
            "sale case_study module placement seminar localization project certified evidence document forecast",
        ),
        ("bitrix-sm11", "sale addon project course extra"),
        ("1c-bitrix", "project quality technology certified sale"),
        (
            "1c-bitrix-kz",
            "project quality technology certified sale decision enterprise_sale enterprise_project marketing"
            " publication attested renewal_request violation document report",
        ),
    ],
)
def test_each_program_has_the_kinds_its_document_names(name, kinds):
    assert set(definition(name).activities) == set(kinds.split())


def test_bitrix_2011_compares_its_levels_as_the_document_does():
    rules_of = definition("bitrix-2011")
    assert len(rules_of.comparison) == 26
    included = [len(level.benefits.gives) for level in rules_of.track("status").levels]
    assert included == [10, 16, 22]
    assert [level.benefits.discount.percent for level in rules_of.track("status").levels] == [40, 45, 50]


def test_levels_are_compared_row_by_row():
    rules_of = definition("bitrix-2011")
    cells = {one.row.code: one.cells for one in comparison(rules_of, rules_of.track("status"))}
    assert len(cells) == 26
    assert cells["margin"] == ("40%", "45%", "50%")
    assert cells["coop"] == (False, True, True)
    assert cells["directory"] == (False, "listed", "listed")
    assert cells["nfr"][1] == "Bitrix Intranet: TeamPace Edition"
    assert [code for code, row in cells.items() if row == (False, False, True)] == [
        "press_releases",
        "booth",
        "account_manager",
        "sales_dispatch",
        "sales_webinars_on_demand",
        "technical_webinars_on_demand",
    ]


def test_a_track_is_compared_by_its_own_benefits():
    rules_of = definition("1c-bitrix-kz")
    rows = {one.row.code for one in comparison(rules_of, rules_of.track("enterprise"))}
    assert rows == {
        "enterprise_products",
        "tenders",
        "implementation",
        "new_leads",
        "joint_marketing",
        "competence_list",
    }


def test_bitrix_2011_requires_a_plan_where_the_document_has_an_asterisk():
    kinds = definition("bitrix-2011").activities
    assert {code for code, kind in kinds.items() if kind.claim and kind.claim.prior_approval} == {
        "module",
        "placement",
        "seminar",
        "localization",
    }


@pytest.mark.rule("KKV-4.5a", "KKV-4.5b", "KKV-4.6", "KKV-4.10", "KKV-engine1", "KKV-engine3")
def test_the_competence_is_a_second_track_with_its_own_rules():
    rules_of = definition("1c-bitrix-kz")
    status, enterprise = rules_of.tracks
    base, extended = enterprise.levels
    assert (status.account, enterprise.account) == ("main", "enterprise")
    assert (enterprise.entry.by, enterprise.upgrades, enterprise.downgrade.to) == ("decision", "decision", "holds")
    yearly = {one.code for one in base.keep if one.every_nth_review is None}
    assert yearly == {"status", "violations", "enterprise_sale", "renewal_request"}
    assert {one.code for one in base.keep if one.every_nth_review == 2} == {"size", "project", "marketing"}
    assert [one for one in extended.keep if one.code in asked(base.keep)] == base.keep
    assert set(asked(extended.keep)) - set(asked(base.keep)) == {"attested", "publication"}


def test_a_second_program_of_the_network_is_the_first_with_more():
    """The levels and what they give are the same, with bids for development requests (NET-1)."""
    network, kazakhstan = definition("1c-bitrix"), definition("1c-bitrix-kz")
    assert kazakhstan.tracks[0].levels == network.tracks[0].levels
    assert {code: kazakhstan.activities[code] for code in network.activities} == network.activities
