"""A partner's first screen: where do I stand, what is missing and by when, what will expire, what comes."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def page(visit, user, address="dashboard", **asked):
    response = visit(user).get(reverse(address), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_shows_level_points_and_place(visit, alice, career):
    seen = page(visit, alice)
    assert "Silver" in seen
    assert "273" in seen  # 1234.50 gives 123 points, 1500 gives 150
    assert "since June 9, 2025" in seen


def test_says_what_is_missing_for_the_next_level(visit, alice, career):
    seen = page(visit, alice)
    assert "To reach Gold" in seen
    assert "10,000 EUR more" in seen
    assert "B24-3.1.3" in seen
