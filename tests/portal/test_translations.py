"""Every translatable text is in every catalog: translated, with its placeholders, compiled."""

from itertools import chain

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.utils import dates
from django.utils.translation import to_locale

from tests.words import catalogues
from tests.words.readers import only_for_staff

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.mark.parametrize("language", catalogues.languages())
def test_catalog_is_complete(language):
    assert catalogues.faults(language) == []


def test_every_language_but_english_has_a_catalog():
    assert {to_locale(code) for code, _name in settings.LANGUAGES} - {"en"} == set(catalogues.languages())


@pytest.mark.parametrize(
    ("places", "answer"),
    [
        ([("partners/admin.py", 3)], True),
        ([("templates/store/admin/order.html", 3), ("portal/management/commands/explain.py", 9)], True),
        ([("partners/admin.py", 3), ("store/orders/pages/orders.py", 3)], False),
        ([("templates/base.html", 1)], False),
    ],
)
def test_texts_that_only_staff_see(places, answer):
    assert only_for_staff(Message("text", locations=places)) is answer


def test_partners_see_the_states_of_a_model_but_not_the_names_of_its_fields():
    texts = {message.id: message for message in catalogues.texts()}
    assert not only_for_staff(texts["awaiting payment"])
    assert only_for_staff(texts["card payments"])


def test_texts_are_collected_from_templates_and_code():
    found = {message.id for message in catalogues.texts()}
    assert {"Find a partner", "Choose a country from the list."} <= found


def test_no_text_is_a_name_of_a_month_or_day_for_django():
    """ "may" without a context would be the month of Django's dates, too: "Darf 26"."""
    names = (dates.MONTHS, dates.MONTHS_3, dates.WEEKDAYS, dates.WEEKDAYS_ABBR)
    taken = {str(name) for name in chain.from_iterable(named.values() for named in names)}
    assert taken & {message.id for message in catalogues.texts() if not message.context} == set()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("Sign in", ""),
        ("%(level)s ended", "Zu Ende"),
        ("%(level)s ended", "%(stufe)s endete"),
        (("%(n)s point", "%(n)s points"), ("%(n)s Punkt", "")),
    ],
)
def test_bad_translation_is_detected(asked, given):
    assert list(catalogues._faults_of("de", Message(asked, given), needed=True))


def test_site_uses_its_language(visit, program, site):
    from programs.models import Site

    Site.objects.filter(pk=site.pk).update(language="de")
    page = visit().get("/partners/").content.decode()
    assert '<html lang="de"' in page
    assert "Partner finden" in page
