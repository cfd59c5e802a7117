"""Every admin button that changes something is audited under the name of the person who used it."""

import pytest
from django.apps import apps
from django.contrib import admin

from accounts.models import AuditEntry
from accounts.permissions import AUDITED
from common.tenancy import bind
from tests.cast import hire
from tests.portal.admin.acts import ACTS, ADMINISTRATORS, QUERIES, READS, World
from tests.statements import every_row

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
OURS = (
    "accounts",
    "programs",
    "partners",
    "notices",
    "activities",
    "points",
    "statuses",
    "clients",
    "meetings",
    "nfr",
    "store",
    "leads",
    "privacy",
    "reports",
    "desk",
    "portal",
    "importing",
)


@pytest.fixture
def world(program, site, alpha, alice, charlie):
    return World(program, site, alpha, alice, charlie)


def buttons():
    """Every button on every page, and Django's two own forms, as "app.model/path"."""
    found = {"partners.partner/change", "activities.activity/add"}
    for model, page in admin.site._registry.items():
        for places in (page.actions_list, page.actions_detail, page.actions_row, page.actions_submit_line):
            for name in page._extract_action_names(places):
                found.add(f"{model._meta.label_lower}/{page.get_unfold_action(name).path}")
    return found


def state(program):
    """The program's rows in all of our tables, except the log itself."""
    tables = {model._meta.db_table for label in OURS for model in apps.get_app_config(label).get_models()}
    held = "SELECT '{0}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {0} t"
    each = (held.format(table) for table in sorted(tables - {AuditEntry._meta.db_table}))
    with bind(program.pk):
        return sorted(every_row("state", " UNION ALL ".join(each)))


def entries(program):
    with bind(program.pk):
        return list(AuditEntry.objects.order_by("pk"))


def address(code, pk):
    model, _slash, path = code.partition("/")
    return f"/admin/{model.replace('.', '/')}/" + (f"{pk}/" if pk else "") + f"{path}/" + QUERIES.get(code, "")


# These answer with a secret instead of a redirect.
SHOWN_ONCE = {"partners.apitoken/make", "store.provisioningendpoint/new", "store.provisioningendpoint/secret"}


def test_every_button_is_known():
    assert buttons() == set(ACTS) | set(READS)


@pytest.mark.parametrize("code", sorted(ACTS))
def test_button_action_is_audited(code, world, visit, program, charlie):
    person = hire(program, "Ada", "administrator") if code in ADMINISTRATORS else charlie
    desk = visit(person)
    with bind(program.pk):
        pk, data = ACTS[code](world)
    before, noted = state(program), len(entries(program))
    assert desk.get(address(code, pk)).status_code == 200
    assert state(program) == before, "looking at the form changes nothing"
    response = desk.post(address(code, pk), data)
    assert response.status_code == (200 if code in SHOWN_ONCE else 302), response.content.decode()
    assert state(program) != before, "the button does nothing: the row or the form of the table is no good"
    written = entries(program)[noted:]
    assert written, "nothing was written into the audit log"
    assert {(entry.user_id, entry.role) for entry in written} == {
        (person.pk, "administrator" if code in ADMINISTRATORS else "manager")
    }
    assert all(entry.summary and entry.action in AUDITED for entry in written)


@pytest.mark.parametrize("code", sorted(ADMINISTRATORS))
def test_manager_cannot_use_administrator_buttons(code, world, desk_of_charlie, program):
    with bind(program.pk):
        pk, data = ACTS[code](world)
    before, noted = state(program), len(entries(program))
    assert desk_of_charlie.post(address(code, pk), data).status_code in (403, 404)
    assert (state(program), len(entries(program))) == (before, noted)


@pytest.mark.parametrize("code", ["partners.partner/explanation", "partners.partner/record"])
def test_read_only_buttons_change_nothing(code, world, desk_of_charlie, program):
    before = state(program)
    for method in ("get", "post"):
        assert getattr(desk_of_charlie, method)(address(code, world.partner.pk)).status_code in (200, 302)
    assert state(program) == before


@pytest.fixture
def desk_of_charlie(visit, charlie):
    return visit(charlie)
