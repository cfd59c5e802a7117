"""The program documents' worked examples, imported from files and checked with `standings`."""

import pytest

from tests.cast import open_program
from tests.importing.conftest import table
from tests.importing.folder import write_activities, write_partners

pytestmark = pytest.mark.django_db


def points(program, day: str, partner: str = "P1", track: str = "status") -> int:
    """Points of a partner's account on a track, on a day."""
    rows = table(program.code, "--as-of", day)
    return next(int(row["points"]) for row in rows if (row["partner"], row["track"]) == (partner, track))


def level(program, day: str, partner: str = "P1", track: str = "status") -> str:
    """A partner's level on a track, on a day."""
    rows = table(program.code, "--as-of", day)
    return next(row["level"] for row in rows if (row["partner"], row["track"]) == (partner, track))


def steps(program, track: str) -> list[tuple[str, str, str, str]]:
    """The decisions on a track, after the acceptance."""
    rows = [row for row in table(program.code, "--history") if row["track"] == track and row["cause"] != "acceptance"]
    return [(row["on"], row["from"], row["to"], row["cause"]) for row in rows]


class Test2011:
    """Business, Certified and Gold Certified by points and requirements."""

    PAPERS = (
        'P1,document,2011-01-12,,,,d1,"{""document"": ""agreement""}"',
        'P1,document,2011-01-12,,,,d2,"{""document"": ""nda""}"',
        'P1,document,2011-01-12,100000,,,d3,"{""document"": ""commitment""}"',
        'P1,evidence,2011-01-13,,,,e1,"{""evidence"": ""first_line""}"',
        'P1,evidence,2011-01-13,,,,e2,"{""evidence"": ""logo""}"',
        'P1,evidence,2011-01-13,,,,e3,"{""evidence"": ""descriptions""}"',
        'P1,certified,2011-01-14,,,Ann,c1,"{""role"": ""engineer""}"',
        'P1,certified,2011-01-14,,,Bob,c2,"{""role"": ""sales""}"',
    )
    MORE_PEOPLE = (
        'P1,certified,2011-01-15,,,Cyd,c3,"{""role"": ""engineer""}"',
        'P1,certified,2011-01-15,,,Dan,c4,"{""role"": ""sales""}"',
    )

    @pytest.fixture
    def program(self, db):
        return open_program("bitrix-2011")

    @pytest.mark.rule("BPS-bonus")
    def test_330_dollars_are_63_points_for_business_and_33_for_certified(self, program, tmp_path, bring_in):
        write_partners(
            tmp_path,
            "P1,Business,US,USD,2011-01-10,",
            "P2,Certified,US,USD,2011-01-10,certified",
            header="code,name,country,currency,accepted_on,entry_level",
        )
        write_activities(tmp_path, "P1,sale,2011-02-01,330.00,1,C,s1,", "P2,sale,2011-02-01,330.00,1,C,s2,")
        bring_in(program)
        assert points(program, "2011-02-01", "P1") == 63
        assert points(program, "2011-02-01", "P2") == 33

    @pytest.mark.rule("BPS-engine1")
    def test_extra_uses_the_level_at_the_opening_of_the_day(self, program, tmp_path, bring_in):
        write_partners(tmp_path, "P1,Climber,US,USD,2011-01-10")
        sales = [f"P1,sale,2011-02-0{n},330.00,1,C,s{n}," for n in (1, 2)]
        write_activities(tmp_path, *self.PAPERS, "P1,module,2011-02-01,,,Shop,m1,", *sales)
        bring_in(program)
        assert level(program, "2011-02-01") == "certified"
        assert points(program, "2011-02-01") == 500 + 63
        assert points(program, "2011-02-02") == 500 + 63 + 33

    @pytest.mark.rule("BPS-points")
    def test_fractions_of_ten_dollars_are_dropped_per_order(self, program, tmp_path, bring_in):
        write_partners(tmp_path, "P1,Small,US,USD,2011-01-10")
        write_activities(tmp_path, "P1,sale,2011-02-01,19.99,1,C,s1,", "P1,sale,2011-02-01,9.99,1,C,s2,")
        bring_in(program)
        assert points(program, "2011-02-01") == 1

    @pytest.mark.rule("BPS-status2", "BPS-engine5")
    def test_downgrade_resets_points_to_the_starting_balance(self, program, tmp_path, bring_in):
        write_partners(tmp_path, "P1,Falling,US,USD,2011-01-10")
        write_activities(
            tmp_path,
            *self.PAPERS,
            *self.MORE_PEOPLE,
            "P1,localization,2011-02-01,,,German,l1,",
            "P1,localization,2011-03-01,,,French,l2,",
            "P1,sale,2012-06-01,330.00,1,C,s1,",
        )
        bring_in(program)
        # No forecasts and few sales: the first review of the highest level fails.
        assert steps(program, "status")[:3] == [
            ("2011-02-01", "business", "certified", "upgrade"),
            ("2011-02-01", "certified", "gold", "upgrade"),
            ("2012-02-01", "gold", "certified", "review"),
        ]
        assert points(program, "2012-01-31") == 4000
        assert points(program, "2012-02-01") == 500
        assert points(program, "2012-06-01") == 533

    @pytest.mark.rule("BPS-engine5")
    def test_lowest_level_restarts_at_zero(self, program, tmp_path, bring_in):
        write_partners(
            tmp_path,
            "P1,Falling,US,USD,2011-01-10,certified",
            header="code,name,country,currency,accepted_on,entry_level",
        )
        write_activities(tmp_path, "P1,localization,2011-02-01,,,German,l1,")
        bring_in(program)
        assert steps(program, "status") == [("2012-01-10", "certified", "business", "review")]
        assert points(program, "2012-01-09") == 2000
        assert points(program, "2012-01-10") == 0


class TestSiteManager:
    """Points by edition, levels by points and certificates."""

    CERTIFICATES = tuple(
        f'P1,course,2011-01-10,,,Ann,c{number},"{{""course"": ""{course}""}}"'
        for number, course in enumerate(("system_administration", "integration", "installing_configuring"))
    )

    @pytest.fixture
    def program(self, db):
        return open_program("bitrix-sm11")

    @pytest.mark.rule("BSM-points3")
    @pytest.mark.parametrize(
        ("deeds", "worth"),
        [
            ([("sale", "enterprise", 2), ("sale", "professional", 1), ("sale", "start", 1)], 517),
            (
                [
                    ("sale", "enterprise", 1),
                    ("sale", "start", 1),
                    ("project", "enterprise", 1),
                    ("project", "professional", 1),
                ],
                517,
            ),
            ([("sale", "start", 25)], 500),
            ([("sale", "standard", 10)], 500),
            ([("sale", "enterprise", 1), ("project", "enterprise", 3)], 796),
        ],
    )
    def test_five_ways_to_500_points(self, program, tmp_path, bring_in, deeds, worth):
        write_partners(tmp_path, "P1,Alfa,US,USD,2011-01-10")
        write_activities(
            tmp_path,
            *self.CERTIFICATES,
            *(
                f'P1,{kind},2011-02-01,,{quantity},C,r{number},"{{""edition"": ""{edition}""}}"'
                for number, (kind, edition, quantity) in enumerate(deeds)
            ),
        )
        bring_in(program)
        assert points(program, "2011-02-01") == worth
        assert level(program, "2011-01-31") == "business"
        assert level(program, "2011-02-01") == "certified"

    @pytest.mark.rule("BSM-points4", "BSM-engine3")
    def test_points_expire_after_a_year_and_are_required_again(self, program, tmp_path, bring_in):
        write_partners(tmp_path, "P1,Alfa,US,USD,2011-01-10")
        write_activities(tmp_path, *self.CERTIFICATES, 'P1,sale,2011-02-01,,10,C,s1,"{""edition"": ""standard""}"')
        bring_in(program)
        assert [points(program, day) for day in ("2012-01-31", "2012-02-01")] == [500, 0]
        assert steps(program, "status") == [
            ("2011-02-01", "business", "certified", "upgrade"),
            ("2012-02-01", "certified", "business", "review"),
        ]


class TestCompetence:
    """A second track next to the partner status, entered by decision and reviewed separately."""

    HALVES = ("2023-01", "2023-07", "2024-01", "2024-07", "2025-01", "2025-07")
    GOLD = (
        *(f"P1,certified,2023-01-1{n},,,Person {n},c{n}," for n in range(4)),
        "P1,quality,2023-01-15,,,Shop,q1,",
        *(f"P1,sale,{half}-20,8000.00,,C,s{half}," for half in HALVES),
    )
    BASE = 'P1,decision,2023-03-01,,,,k1,"{""track"": ""enterprise"", ""level"": ""base""}"'
    EXTENDED = 'P1,decision,2023-03-01,,,,k1,"{""track"": ""enterprise"", ""level"": ""extended""}"'
    SOLD = "P1,enterprise_sale,2023-06-01,50000.00,,C,es1,"

    @pytest.fixture
    def program(self, db):
        return open_program("1c-bitrix-kz")

    def run(self, program, folder, bring_in, *rows: str) -> list[tuple[str, str, str, str]]:
        write_partners(folder, "P1,Alfa,KZ,USD,2023-01-10")
        write_activities(folder, *self.GOLD, *rows)
        bring_in(program)
        assert level(program, "2024-03-01") == "gold"
        return steps(program, "enterprise")

    @pytest.mark.rule("KKV-4.10", "KKV-4.4")
    def test_without_a_renewal_request_it_is_annulled(self, program, tmp_path, bring_in):
        found = self.run(program, tmp_path, bring_in, self.BASE, self.SOLD)
        assert found == [("2023-03-01", "", "base", "exception"), ("2024-03-01", "base", "", "review")]
        assert level(program, "2024-03-01", track="enterprise") == ""

    @pytest.mark.rule("KKV-4.4")
    @pytest.mark.parametrize(
        ("requested", "after"), [("2024-02-16", "base"), ("2024-02-17", ""), ("2024-02-15", "base")]
    )
    def test_the_request_is_due_fourteen_days_before_the_end(self, program, tmp_path, bring_in, requested, after):
        request = f"P1,renewal_request,{requested},,,,rr1,"
        assert self.run(program, tmp_path, bring_in, self.BASE, self.SOLD, request)[1][:3] == (
            "2024-03-01",
            "base",
            after,
        )

    @pytest.mark.rule("KKV-4.10", "KKV-4.6", "KKV-engine4")
    def test_extended_partner_that_meets_base_drops_to_base(self, program, tmp_path, bring_in):
        request = "P1,renewal_request,2024-02-01,,,,rr1,"
        attested = [f"P1,attested,2023-05-0{n},,,Person {n},a{n}," for n in (1, 2)]
        found = self.run(program, tmp_path, bring_in, self.EXTENDED, self.SOLD, request, *attested)
        assert found[:2] == [
            ("2023-03-01", "", "extended", "exception"),
            ("2024-03-01", "extended", "base", "review"),
        ]

    @pytest.mark.rule("KKV-4.6")
    def test_with_engineers_and_a_publication_it_stays_extended(self, program, tmp_path, bring_in):
        rows = [f"P1,attested,2023-05-0{n},,,Person {n},a{n}," for n in (1, 2)]
        rows += ["P1,renewal_request,2024-02-01,,,,rr1,", "P1,publication,2023-09-01,,,https://news.example/1,p1,"]
        found = self.run(program, tmp_path, bring_in, self.EXTENDED, self.SOLD, *rows)
        assert found[1] == ("2024-03-01", "extended", "extended", "review")

    @pytest.mark.rule("KKV-4.5b", "KKV-engine3")
    def test_every_second_review_requires_more(self, program, tmp_path, bring_in):
        rows = ["P1,renewal_request,2024-02-01,,,,rr1,", "P1,renewal_request,2025-02-01,,,,rr2,"]
        rows += ["P1,enterprise_sale,2024-06-01,50000.00,,C,es2,"]
        assert self.run(program, tmp_path, bring_in, self.BASE, self.SOLD, *rows)[1:] == [
            ("2024-03-01", "base", "base", "review"),
            ("2025-03-01", "base", "", "review"),
        ]

    @pytest.mark.rule("KKV-4.5b")
    def test_second_review_passes_with_size_project_and_marketing(self, program, tmp_path, bring_in):
        rows = ["P1,renewal_request,2024-02-01,,,,rr1,", "P1,renewal_request,2025-02-01,,,,rr2,"]
        rows += ["P1,enterprise_sale,2024-06-01,50000.00,,C,es2,"]
        rows += [
            'P1,document,2023-04-01,,,,d1,"{""document"": ""size""}"',
            "P1,enterprise_project,2023-08-01,,1,C,ep1,",
            'P1,marketing,2024-08-01,,,,m1,"{""topic"": ""enterprise""}"',
        ]
        assert self.run(program, tmp_path, bring_in, self.BASE, self.SOLD, *rows)[2] == (
            "2025-03-01",
            "base",
            "base",
            "review",
        )

    @pytest.mark.rule("KKV-6.1", "KKV-engine2")
    def test_competence_points_have_their_own_account(self, program, tmp_path, bring_in):
        marketing = 'P1,marketing,2023-06-02,,,,m1,"{""topic"": ""enterprise""}"'
        project = "P1,enterprise_project,2023-06-03,,1,C,ep1,"
        self.run(program, tmp_path, bring_in, self.BASE, self.SOLD, marketing, project)
        # Sales of 8,000 in January and the quality project give 900; the enterprise activities are added to that.
        assert points(program, "2023-06-03") == 900 + 5000 + 50
        assert points(program, "2023-06-03", track="enterprise") == 5000 + 100 + 50
        assert points(program, "2024-06-02", track="enterprise") == 50

    def test_partners_without_the_competence_have_an_empty_row(self, program, tmp_path, bring_in):
        self.run(program, tmp_path, bring_in)
        row = next(row for row in table(program.code) if row["track"] == "enterprise")
        assert row == {
            "partner": "P1",
            "track": "enterprise",
            "level": "",
            "since": "",
            "confirmed_on": "",
            "review_on": "",
            "points": "0",
            "rank": "",
        }
