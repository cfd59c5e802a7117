"""Checks find parts that don't fit together, each with the path of its key and what is allowed."""

import pytest

from tests.programs.files import SMALL, changed, preset
from tests.programs.test_load import problems

SECOND = "tracks.status.levels.second"
KINDS = "unknown activity kind"


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        # references
        ('of = "sale"\n', 'of = "sael"\n', "points.rules.sale.of", f"{KINDS} 'sael'; allowed: sale"),
        ('account = "main"\nof', 'account = "mian"\nof', "points.rules.sale.account", "unknown points account 'mian'"),
        ('account = "main"\nentry', 'account = "x"\nentry', "tracks.status.account", "allowed: main"),
        ('level = "first"', 'level = "zero"', "tracks.status.entry.level", "'zero'; allowed: first, second"),
        (', level = "first"', "", "tracks.status.entry.level", "is missing"),
        (
            'optional_attributes = ["region"]',
            'optional_attributes = ["zone"]',
            "activities.sale.optional_attributes",
            "unknown attribute 'zone'; allowed: region",
        ),
        ('currency = "EUR"', 'currency = "USD"', "sites.club.localhost.currency", "allowed: EUR"),
        ('currency = "EUR"', 'currency = "EUR"\nentity = "ltd"', "sites.club.localhost.entity", "none is defined"),
        # attributes and their values
        (
            'of = "sale"\n',
            'of = "sale"\nwhere = { region = "west" }\n',
            "points.rules.sale.where.region",
            "unknown value 'west'; allowed: north, south",
        ),
        (
            'of = "sale"\n',
            'of = "sale"\nwhere = { zone = "north" }\n',
            "points.rules.sale.where.zone",
            "unknown attribute of sale 'zone'",
        ),
        # units and fields
        (
            'unit = "money", at_least = 100',
            'unit = "EUR", at_least = 100',
            f"{SECOND}.reach.sales.unit",
            "wrong unit 'EUR'; the amount of sale is in 'money'",
        ),
        (
            'field = "amount", unit = "money", at_least = 100',
            'field = "quantity", unit = "seats", at_least = 100',
            f"{SECOND}.reach.sales.unit",
            "wrong unit 'seats'; the quantity of sale is in 'license | licenses'",
        ),
        ('amount = "required"\n', "", "points.rules.sale.field", "sale has no amount"),
        ('quantity_unit = "license | licenses"\n', "", "activities.sale.quantity_unit", "a quantity needs its unit"),
        ('subject_is = "client"\n', "", "activities.sale.subject_is", "say what the subject is"),
        # windows and lists
        (
            'at_least = 100, window = "year"',
            'at_least = 100, window = "term"',
            f"{SECOND}.reach.sales.window",
            "allowed: ever, year, two_years",
        ),
        (
            'at_least = 100, window = "year"',
            'at_least = 100, window = "year", since = "level_lost"',
            f"{SECOND}.reach.sales.since",
            "in requalify only",
        ),
        (
            'at_least = 200, window = "term"',
            'at_least = 200, window = "term", since = "level_reached"',
            f"{SECOND}.keep.sales.since",
            "in reach only",
        ),
        (
            'at_least = 100, window = "year"',
            'at_least = 100, window = "year", days_before_end = 3',
            f"{SECOND}.reach.sales.days_before_end",
            "only keep has an end",
        ),
        (
            'at_least = 100, window = "year"',
            'at_least = 100, window = "year", every_nth_review = 2',
            f"{SECOND}.reach.sales.every_nth_review",
            "only keep is asked at reviews",
        ),
        (
            'kind = "total", of = "sale", field = "amount", unit = "money", at_least = 100',
            'kind = "every_quarter", of = "sale"',
            f"{SECOND}.reach.sales.kind",
            "only keep asks for every quarter",
        ),
        ("review = true\n", "", f"{SECOND}.keep", "is never asked: the level has no review"),
        ('name = "First"\n', 'name = "First"\nreview = true\n', "tracks.status.levels.first.review", "asks nothing"),
        (
            'name = "First"\n',
            'name = "First"\nstarting_points = 5\n',
            "tracks.status.levels.first.starting_points",
            "have no effect",
        ),
        # names
        ('code = "second"', 'code = "first"', "tracks.status.levels.first", "stands here twice"),
        ('code = "status"', 'code = "main"', "tracks.main.code", "the main one and has the code 'status'"),
        ('by = "acceptance", level = "first"', 'by = "decision"', "tracks.status.entry.by", "decides_level = true"),
    ],
)
def test_inconsistencies_are_found(old, new, where, says):
    found = problems(changed(SMALL, old, new))
    assert where in found, found
    assert says in found[where]


def test_a_higher_level_may_not_ask_for_less():
    text = changed(preset("bitrix24"), 'at_least = 10000, window = "year"', 'at_least = 2000, window = "year"')
    assert problems(text) == {
        "tracks.status.levels.gold.reach.sales.at_least": (
            "impossible order of levels: silver below it asks for more (2500)"
        )
    }


def test_levels_in_the_wrong_order_are_found():
    """Gold before Silver: the thresholds decrease from level to level."""
    text = preset("bitrix-sm11")
    head, certified, gold = text.partition('[[tracks.levels]]\nclause = "BSM-engine3"\ncode = "certified"')
    middle, marker, rest = (certified + gold).partition('[[tracks.levels]]\nclause = "BSM-engine3"\ncode = "gold"')
    top, comparison, after = (marker + rest).partition("# --- The levels side by side")
    found = problems(head + top + middle + comparison + after)
    assert found["tracks.status.levels.certified.reach.points.at_least"].startswith("impossible order of levels")
    assert found["tracks.status.levels.certified.keep.integration.at_least"].startswith("impossible order of levels")


def test_a_downgrade_may_not_restart_above_the_higher_level():
    found = problems(changed(preset("bitrix-2011"), "starting_points = 2000", "starting_points = 100"))
    assert "impossible order" in found["tracks.status.levels.gold.starting_points"]


@pytest.mark.rule("NET-engine2")
def test_every_currency_of_the_program_needs_a_step():
    found = problems(changed(preset("1c-bitrix"), "UAH = 200 }", "GBP = 9 }"))
    assert "has no step for UAH, a currency of the program" in found["points.rules.sale.every"]
    found = problems(changed(preset("1c-bitrix"), "UAH = 200 }", "UAH = 200, GBP = 9 }"))
    assert "unknown currency 'GBP'" in found["points.rules.sale.every"]


def test_a_step_for_each_currency_belongs_to_an_amount():
    found = problems(changed(preset("bitrix-sm11"), "every = 1\n", "every = { USD = 1 }\n"))
    assert "belongs to an amount" in str(found)


def test_an_accepted_agreement_records_what_its_kind_can_hold():
    text = changed(preset("bitrix-2011"), '{ document = "nda" } }', '{ paper = "nda" } }')
    found = problems(text)
    assert "unknown attribute of document 'paper'" in str(found)
    assert "document needs its document" in str(found)


def test_a_level_over_a_term_is_asked_at_reviews_only():
    text = changed(
        preset("1c-bitrix-kz"),
        'kind = "points", account = "main", at_least = 500 },',
        'kind = "points", account = "main", at_least = 500 },\n'
        '  { clause = "NET-2", code = "held", name = "Held", kind = "level", track = "status", at_least = "gold",'
        ' window = "term" },',
    )
    assert "looked at by keep only" in str(problems(text))


def test_a_track_requires_only_levels_of_earlier_tracks():
    text = changed(
        preset("1c-bitrix-kz"),
        'kind = "level", track = "status", at_least = "gold"',
        'kind = "level", track = "enterprise", at_least = "base"',
    )
    found = problems(text)
    assert "before enterprise" in found["tracks.enterprise.levels.base.keep.status.track"]


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("bitrix24", "reminders = [30, 14, 3]", "reminders = [90]", "tracks.status.levels.bronze.grace.reminders"),
        ("bitrix24", 'grant = "cloud"', 'grant = "clod"', "tracks.status.levels.bronze.benefits.nfr"),
        ("bitrix24", 'modes = ["app"]', 'modes = ["fax"]', "tracks.status.levels.bronze.benefits.leads.modes"),
        ("bitrix24", 'gives = ["marketplace_apps"]', 'gives = ["cake"]', "tracks.status.levels.bronze.benefits.gives"),
        ("bitrix24", 'notice = "accepted"', 'notice = "welcome"', "admission.acceptance.notice"),
        ("bitrix24", '"legal_address" }', '"bank_details" }', "admission.verification.fields.postal_address.same_as"),
        (
            "bitrix24",
            'agreement = "privacy"',
            'agreement = "secrecy"',
            "admission.application.confirmations.privacy.agreement",
        ),
        ("bitrix24", 'market = "europe"', 'market = "asia"', "store.products.cloud_basic_year.prices.market"),
        ("bitrix24", "minimum = 588", "minimum = 600", "store.products.cloud_basic_year.prices.minimum"),
        ("bitrix24", "reminders = [5]", "reminders = [7]", "store.registration.reminders"),
        ("bitrix24", "at_most = 5000", "at_most = 500", "bonuses.kinds.award.at_most"),
        ("bitrix24", ", days = 90 }", " }", "bonuses.kinds.kickstart.valid.days"),
        (
            "bitrix24",
            'code = "marketing"\nname = "Partner M',
            'code = "markting"\nname = "Partner M',
            "training.courses.markting",
        ),
        ("bitrix24", 'activity = "client_seats"', 'activity = "seats"', "clients.new_seats.activity"),
        (
            "bitrix24",
            'levels = ["silver", "gold"]',
            'levels = ["platinum"]',
            "training.materials.shelves.marketing.levels",
        ),
        ("bitrix24", 'plan = ["plan"], ', "", "activities.module.claim.plan"),
        ("bitrix24", 'plan = ["plan"], ', 'plan = ["plans"], ', "activities.module.claim.plan"),
        ("bitrix24", 'code = "plan", label', 'code = "address", label', "activities.module.claim.fields.address"),
        (
            "bitrix24",
            "[activities.sale]\n",
            '[activities.sale]\nclaim = { clause = "B24-4.1" }\n',
            "activities.sale.claim",
        ),
        ("bitrix-2011", 'activity = "forecast"', 'activity = "guess"', "marketing.forecast.activity"),
        ("bitrix-2011", 'benefit = "coop"', 'benefit = "co"', "marketing.coop.benefit"),
        (
            "1c-bitrix-kz",
            'level = ["base", "extended"] }',
            'level = ["base", "top"] }',
            "activities.decision.attributes.level",
        ),
        ("1c-bitrix-kz", 'levels = ["extended"]', 'levels = ["top"]', "competences.enterprise.public_list.levels"),
        (
            "1c-bitrix-kz",
            '"enterprise_project"\nattributes = ["category", "industry"]',
            '"enterprise_project"\nattributes = ["size"]',
            "competences.enterprise.public_list.filters.attributes",
        ),
    ],
)
def test_references_between_the_other_parts_are_checked(name, old, new, where):
    assert where in problems(changed(preset(name), old, new))
