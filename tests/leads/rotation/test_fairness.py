"""Equal turns over random sets, batches and absences; and the chain that proves it. Without a database."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.rotation.rules import Rotation, broken_links, link
from leads.rotation.verify_rotation import problems

NAMES = st.sets(st.sampled_from("abcdefghij"), min_size=1, max_size=8)


class Chain:
    """A territory in memory, as leads/rotation/batches.py writes it."""

    def __init__(self):
        self.rotation, self.entries, self.head = Rotation(), [], ""

    def add(self, kind, **body):
        number = len(self.entries) + 1
        text, self.head = link(self.head, {"number": number, "kind": kind, **body})
        self.entries.append((number, text, self.head))
        return number

    def batch(self, eligible, requests):
        """Decide requests, each with those who have seen it; returns who got them."""
        joined, left = self.rotation.attend(eligible)
        if joined or left:
            self.add("members", joined=joined, left=left)
        got = []
        for seen in requests:
            to, passed = self.rotation.choose(excluded=seen)
            number = self.add("turn" if to else "nobody", to=to, passed=passed)
            if to:
                self.rotation.offered(to, number)
            got.append(to)
        return got


@pytest.mark.rule("BPS-lead")
@given(NAMES, st.lists(st.integers(0, 12), max_size=12))
def test_with_a_fixed_set_no_two_partners_differ_by_more_than_one_over_any_run(names, batches):
    chain, got = Chain(), []
    for size in batches:
        got += chain.batch(names, [set()] * size)
    for start in range(len(got)):
        run = Counter(dict.fromkeys(names, 0))
        for name in got[start:]:
            run[name] += 1
            assert max(run.values()) - min(run.values()) <= 1


@given(st.lists(st.tuples(NAMES, st.integers(0, 9)), max_size=8), NAMES)
def test_newcomers_and_returners_get_no_burst(history, present):
    chain = Chain()
    for names, size in history:
        chain.batch(names, [set()] * size)
    got = chain.batch(present, [set()] * len(present) * 2)
    assert set(Counter(got).values()) == {2}


@given(st.lists(st.tuples(NAMES, st.lists(st.sets(st.sampled_from("abcdefghij")), max_size=6)), max_size=8))
def test_the_chain_of_any_history_is_right_for_both_checks(history):
    chain = Chain()
    for names, requests in history:
        chain.batch(names, requests)
    assert broken_links(chain.entries, head=chain.head) == []
    assert list(problems(lines_of(chain.entries), chain.head)) == []


def lines_of(entries):
    return [json.dumps({"number": number, "body": text, "digest": digest}) for number, text, digest in entries]


def test_who_has_seen_a_request_is_passed_over_and_keeps_its_place():
    chain = Chain()
    assert chain.batch("abc", [set(), {"b"}, set(), set()]) == ["a", "c", "b", "a"]


@pytest.mark.parametrize("change", ["cut", "rewritten", "favoured"])
def test_a_changed_chain_is_found(change):
    chain = Chain()
    chain.batch("abc", [set()] * 6)
    known = chain.head
    if change == "cut":
        chain.entries.pop()
    elif change == "rewritten":
        number, text, digest = chain.entries[3]
        chain.entries[3] = (number, text.replace('"to":"c"', '"to":"a"'), digest)
    else:
        chain.add("turn", to="b", passed=[])
    assert broken_links(chain.entries, head=known if change == "cut" else "")
    assert list(problems(lines_of(chain.entries), known if change == "cut" else ""))
