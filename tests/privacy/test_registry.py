"""What the apps declare of people's data; tests/architecture/test_personal.py finds what nobody declared."""

import re

import pytest
from django.db import models

from common.personal.registry import HOLDINGS, KEPT, words_of
from common.personal.wording import coarse, patterns


def test_a_new_column_would_be_seen():
    class Strange(models.Model):  # noqa: DJ008 - stored nowhere
        code = models.CharField(max_length=12)
        who = models.CharField(max_length=200)
        note = models.TextField()
        file = models.BinaryField()

        class Meta:
            app_label = "privacy_test"
            managed = False

    assert [field.name for field in words_of(Strange)] == ["who", "note", "file"]


def test_each_holding_has_its_own_code_and_words():
    codes = [each.code for each in HOLDINGS]
    assert len(codes) == len(set(codes))
    assert all(each.title for each in HOLDINGS)
    assert all(each.why for each in KEPT)


@pytest.mark.parametrize(
    ("known", "sought"),
    [
        (["Zo"], ""),
        (["Zora"], ""),
        (["12-34"], ""),
        (["Zora Kan"], r"(?<!\w)Zora\s+Kan(?!\w)"),
        (["z.o@x.example"], r"(?<![\w.+-])z\.o\@x\.example(?![\w-])"),
    ],
)
def test_what_is_sought(known, sought):
    assert patterns(known) == sought


def test_the_coarse_pattern_finds_at_least_as_much():
    known = ["z.o@x.example", "Zora Kan", "+357 99 765432"]
    fine = patterns(known)
    assert "(?" not in coarse(fine)
    for text in ("to z.o@x.example", "Zora   Kan!", "call 357-99.765 432", "nothing"):
        assert bool(re.search(fine, text)) <= bool(re.search(coarse(fine), text))
