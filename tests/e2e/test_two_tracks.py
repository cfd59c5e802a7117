"""A program with two tracks shows both on one page, each with its levels and points."""

from datetime import date

from playwright.sync_api import expect

from tests.careers import live
from tests.cast import admit, join, open_program
from tests.e2e.conftest import HEIGHT


def test_both_tracks_are_shown(visitor, live_server):
    program = open_program("1c-bitrix-kz")
    partner = admit(program, "alma", "Alma Works", country="KZ", currency="KZT")
    live(partner, [], until=date(2025, 4, 1))
    reader = visitor()
    reader.root = f"http://1c-bitrix-kz.localhost:{live_server.thread.port}"
    reader.sign_in(join(partner, "Alma").email)
    for width in (1440, 390):
        reader.page.set_viewport_size({"width": width, "height": HEIGHT})
        expect(reader.page.get_by_text("Not entered")).to_be_visible()
        expect(reader.page.locator(".ladder")).to_have_count(2)
        reader.look("two-tracks")
