"""The API's overhead for a list: a page of fifty rows against a plain view of the same data."""

from collections.abc import Iterator
from statistics import median

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from bench.pages import HOST
from bench.plain import ROWS
from bench.timing import Figure, ms, seconds

TURNS = 300
GOAL = 1.3


def run(program_id: int) -> Iterator[Figure]:
    """Measure one figure; the two alternate, so that noise affects both."""
    rates = dict.fromkeys(settings.API_RATES, 10**9)
    with override_settings(ROOT_URLCONF="bench.plain", API_RATES=rates):
        client = Client(headers={"host": HOST})
        pages = {"api": f"/api/v1/partners/?page_size={ROWS}", "plain": "/plain/"}
        found = {name: client.get(page).json()["results"] for name, page in pages.items()}
        if len(found["api"]) != ROWS or found["api"] != found["plain"]:
            raise AssertionError("The two lists are not the same.")
        took: dict[str, list[float]] = {name: [] for name in pages}
        for _turn in range(TURNS):
            for name, page in pages.items():
                took[name].append(seconds(lambda page=page: client.get(page)))  # type: ignore[misc]
    api, plain = median(took["api"]), median(took["plain"])
    ratio = api / plain
    yield Figure("API list of 50 against a plain view", f"{ms(api)}, {ratio:.2f} x", f"within {GOAL} x", ratio <= GOAL)
