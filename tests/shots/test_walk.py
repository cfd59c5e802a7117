"""Which links `make shots` follows."""

from tests.shots.walk import Walk, route_name

ROOT = "http://bitrix24.localhost:8000"


def walked(*found):
    walk = Walk(ROOT, ["/"])
    walk.add(found)
    return [path for _name, path in walk]


def test_one_page_of_a_route_is_enough():
    assert walked(f"{ROOT}/partners/alpha/", f"{ROOT}/partners/beta/") == ["/", "/partners/alpha/"]


def test_links_that_lead_to_other_hosts_or_to_no_page_are_dropped():
    assert walked("https://example.com/partners/", f"{ROOT}/static/a.css", f"{ROOT}/nowhere/", "mailto:a@b.c") == ["/"]


def test_links_found_on_the_way_are_followed():
    walk = Walk(ROOT, ["/"])
    seen = []
    for _name, path in walk:
        seen.append(path)
        walk.add([f"{ROOT}/partners/"])
    assert seen == ["/", "/partners/"]


def test_a_picture_is_named_after_its_route():
    assert route_name("/") == "home"
    assert route_name("/partners/alpha/") == route_name("/partners/beta/")
    assert route_name("/partners/alpha/") != route_name("/partners/")
    assert "/" not in route_name("/admin/partners/partner/1/change/")
