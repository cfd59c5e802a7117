"""No certificate or agreement holds an empty box, whatever the script of a name."""

import pytest

from common.tenancy import bind
from partners.models import Partner
from partners.printable_names import asked_with_name, clean_named_answers, name_problems, printed_name
from programs.definition.forms import FormField
from statuses.certificates.document import render
from statuses.certificates.operations import UnableToIssueCertificate
from tests.statuses.certificates.holders import certificates, issue, stand
from tests.statuses.certificates.papers import paper, text_of
from web import fonts
from web.fonts import UnableToPrint

ROCKET, RARE = "Rocket \U0001f680 Partners", "\U0010fff0野家"
PRINTABLE_NAMES = [
    "Łódź Straße",
    "Ελλάς ΑΕ",
    "Қазақ Ұлттық",
    "شركة ألفا",
    "東京株式会社",
    "한국소프트",
    "कंपनी",
    "חברה",
    "ไทย",
    "葛\U000e0100城",
]


@pytest.mark.parametrize("name", [ROCKET, RARE, "A\U0010fff0", "𓁨𓁩\U000131ff\U0001fbff"])
def test_a_name_without_glyphs_is_never_printed(name):
    with pytest.raises(UnableToPrint, match=r"can draw U\+"):
        render(paper(holder=name))


@pytest.mark.parametrize("name", PRINTABLE_NAMES)
def test_other_scripts_print_without_a_box(name):
    assert fonts.unprintable_name(name) == ""
    assert render(paper(holder=name)).startswith(b"%PDF")


def test_a_box_that_no_check_foresaw_stops_the_document(monkeypatch):
    monkeypatch.setattr(fonts, "unprintable", lambda text: "")
    with pytest.raises(UnableToPrint, match="notdef"):
        render(paper(holder=ROCKET))


def test_control_without_the_guard_the_box_is_printed(monkeypatch):
    from contextlib import nullcontext

    monkeypatch.setattr(fonts, "unprintable", lambda text: "")
    monkeypatch.setattr(fonts, "no_empty_boxes", nullcontext)
    assert render(paper(holder=ROCKET)).startswith(b"%PDF")


def rename(partner: Partner, name: str, printable: str = "") -> None:
    with bind(partner.program_id):
        Partner.objects.filter(pk=partner.pk).update(name=name, printable_name=printable)


@pytest.mark.django_db
@pytest.mark.rule("B24-12.3")
def test_the_certificate_asks_for_a_printable_name_and_uses_it(alpha):
    stand(alpha, "gold")
    rename(alpha, ROCKET)
    with pytest.raises(UnableToIssueCertificate, match=r"can't print “🚀” \(U\+1F680 ROCKET\)"):
        issue(alpha)
    assert certificates(alpha) == []
    rename(alpha, ROCKET, "Rocket Partners")
    assert issue(alpha).holder == "Rocket Partners"
    rename(alpha, "Alpha Works", "Somebody Else")  # a name of its own is never replaced
    assert issue(alpha).holder == "Alpha Works"


@pytest.mark.parametrize(
    ("name", "printable", "problem"),
    [
        ("Alpha", "", ""),
        (ROCKET, "", "Enter the company name as certificates should show it"),
        (ROCKET, "Rocket", ""),
        (ROCKET, "Rocket \U0001f680", "here either"),
        ("Alpha", "Beta", "Leave this empty"),
    ],
)
def test_a_printable_name_is_asked_for_when_it_is_needed(name, printable, problem):
    found = name_problems(name, printable)
    assert set(found) == ({"printable_name"} if problem else set())
    assert problem in "".join(found.values())
    assert bool(printed_name(name, printable)) == (problem in ("", "Leave this empty"))


def test_a_form_asks_for_it_only_then():
    asked = [FormField(code="company", label="Company"), FormField(code="city", label="City")]
    assert asked_with_name(asked, {"company": "Alpha"}) == asked
    assert [each.code for each in asked_with_name(asked, {"company": RARE})] == ["company", "printable_name", "city"]
    answers, problems = clean_named_answers(asked, {"company": RARE, "city": "Tokyo"})
    assert set(problems) == {"printable_name"}
    answers, problems = clean_named_answers(asked, {"company": RARE, "city": "Tokyo", "printable_name": "吉野家"})
    assert (answers["printable_name"], problems) == ("吉野家", {})
    assert clean_named_answers(asked, {"company": "A", "city": "B", "printable_name": "C"}) == (
        {"company": "A", "city": "B"},
        {},
    )


def test_the_text_of_a_printed_name_is_the_name():
    assert "東京株式会社" in text_of(render(paper(holder="東京株式会社")))
