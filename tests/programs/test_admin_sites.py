"""Sites in the admin: adding and changing them, what is refused, and that publishing rules leaves them alone."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from common.actor import Actor
from common.tenancy import bind
from programs.models import Site
from programs.operations import publish
from programs.queries import definition, site_of
from programs.sites import UnableToSetSite, add_site, change_site
from tests import cast
from tests.programs.files import preset

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db, pytest.mark.rule("B24-15.2")]
NOW, LIST = datetime(2026, 2, 16, 12, tzinfo=UTC), "/admin/programs/site/"
GIVEN = {"host": "partners.localhost", "language": "de", "currency": "EUR", "entity": "limited"}


@pytest.fixture
def ada(program):
    return cast.hire(program, "Ada", role="administrator")


@pytest.fixture
def desk(ada, visit):
    return visit(ada)


@pytest.fixture
def chief(program, ada):
    return cast.staff_actor(program, ada, "administrator")


def rules(program):
    with bind(program.pk):
        return definition(program, date(2026, 2, 16))


def add(actor, program, **given):
    with bind(program.pk, kind="staff"):
        return add_site(actor=actor, definition=rules(program), now=NOW, **(GIVEN | given))


def publish_again(program):
    source = preset(program.code).replace("[activities.sale]", "# Another one.\n[activities.sale]", 1)
    publish(
        actor=Actor.system(None),
        program_code=program.code,
        source=source,
        effective_from=date(2026, 2, 17),
        now=NOW,
        partners_on=lambda program: {},
    )


def test_an_administrator_adds_a_site_and_it_answers(desk, program, visit):
    page = desk.get(f"{LIST}new/").content.decode()
    assert "docs/operations.md" in page
    answer = desk.post(f"{LIST}new/", GIVEN | {"host": " Partners.LOCALHOST. "}, follow=True)
    assert "Saved. Partners and clients use partners.localhost." in answer.content.decode()
    assert site_of("partners.localhost").program == program
    assert '<html lang="de"' in visit(host="partners.localhost").get("/").content.decode()
    with bind(program.pk):
        entry = AuditEntry.objects.get(action="rules.publish")
    assert entry.summary == "Added the site partners.localhost (de, EUR)"


def test_an_administrator_changes_a_site(desk, program):
    site = Site.objects.get(host="partners.bitrix24.de")
    sent = {"host": "vertrieb.localhost", "language": "", "currency": "USD", "entity": ""}
    answer = desk.post(f"{LIST}{site.pk}/edit/", sent)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    site.refresh_from_db()
    assert (site.host, site.language, site.currency, site.entity) == ("vertrieb.localhost", "", "USD", "")
    with bind(program.pk):
        said = AuditEntry.objects.get(action="rules.publish").summary
    assert said == "Changed the site vertrieb.localhost (language of the browser, USD), before partners.bitrix24.de"


def test_whoever_renames_the_site_they_are_on_goes_on_at_its_new_host(desk, site, settings):
    settings.PORTAL_ADDRESS = "https://{host}"
    answer = desk.post(f"{LIST}{site.pk}/edit/", GIVEN)
    assert answer["Location"] == f"https://partners.localhost{LIST}"


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"host": "https://partners.localhost"}, "host", "without https:// and port"),
        ({"host": "partners.localhost:8000"}, "host", "without https:// and port"),
        ({"host": "partners..localhost"}, "host", "without https:// and port"),
        ({"host": "-partners.localhost"}, "host", "without https:// and port"),
        ({"host": "ключ.localhost"}, "host", "without https:// and port"),
        ({"host": f"{'a' * 64}.localhost"}, "host", "without https:// and port"),
        ({"host": f"{'a.' * 125}localhost"}, "host", "without https:// and port"),
        ({"host": ""}, "host", "without https:// and port"),
        ({"host": "partners.example.com"}, "host", "Add it to ALLOWED_HOSTS first"),
        ({"host": "bitrix24.localhost"}, "host", "This host is in use"),
        ({"host": "bitrix-2011.localhost"}, "host", "This host is in use"),
        ({"language": "tlh"}, "language", "Choose a language"),
        ({"currency": "XAU"}, "currency", "Choose a currency of the program: USD, EUR."),
        ({"entity": "nobody"}, "entity", "Choose a contracting entity"),
    ],
)
def test_what_a_site_cannot_be_is_said_beside_its_field(given, field, said, program, other_site, chief):
    before = Site.objects.count()
    with pytest.raises(UnableToSetSite) as refused:
        add(chief, program, **given)
    assert list(refused.value.problems) == [field]
    assert said in refused.value.problems[field]
    assert Site.objects.count() == before


def test_a_partner_manager_and_another_program_change_nothing(program, charlie, chief, other_site, desk, visit):
    manager = cast.staff_actor(program, charlie)
    with pytest.raises(PermissionDenied):
        add(manager, program)
    with bind(program.pk, kind="staff"), pytest.raises(PermissionDenied):
        change_site(actor=chief, site=other_site, definition=rules(program), now=NOW, **GIVEN)
    assert desk.get(f"{LIST}{other_site.pk}/edit/").status_code == 404
    assert desk.post(f"{LIST}{other_site.pk}/edit/", GIVEN).status_code == 404
    page = visit(charlie).get(LIST).content.decode()
    assert "/admin/programs/site/new/" not in page
    assert visit(charlie).get(f"{LIST}new/").status_code == 403


def test_publishing_leaves_what_an_administrator_set(program, chief):
    add(chief, program)
    german, brazilian = (Site.objects.get(host=f"partners.bitrix24.{end}") for end in ("de", "com.br"))
    with bind(program.pk, kind="staff"):
        given = {"actor": chief, "definition": rules(program), "now": NOW}
        change_site(site=german, **given, **(GIVEN | {"host": "vertrieb.localhost"}))
        change_site(site=brazilian, **given, **(GIVEN | {"host": "br.localhost", "language": "pl"}))
    Site.objects.filter(host="partners.bitrix24.pl").update(currency="USD")
    publish_again(program)
    found = {site.host: (site.language, site.currency) for site in Site.objects.filter(program=program)}
    assert found["partners.localhost"] == ("de", "EUR")
    assert found["vertrieb.localhost"] == ("de", "EUR")
    assert found["br.localhost"] == ("pl", "EUR")
    assert "partners.bitrix24.de" not in found
    assert found["partners.bitrix24.pl"] == ("pl", "EUR"), "nobody changed it in the admin: the file says"
