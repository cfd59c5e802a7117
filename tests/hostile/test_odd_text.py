"""Characters that nobody can see get into no text: every form, admin form and API body of every app refuses them."""

import json
from importlib import import_module
from itertools import chain
from pkgutil import walk_packages

import pytest
from django import forms
from django.conf import settings
from django.contrib.admin import site as admin_site
from django.core.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.views import APIView

from programs.answers import LONGEST, AnswersForm
from programs.definition.forms import FormField
from tests.web.api.tokens import partner_secret, vendor_secret
from web.admin.bound import BoundAdmin
from web.api.reading import TidyJSONParser
from web.fields import Hidden, Password, Search, TidyField, TypedCode, tidy_field

ODD = ["\u202e", "\u200b", "\u0007", "\u0085", "\u2066", "\ufeff", "\u00ad", "\0"]
PROJECT = (
    "accounts",
    "activities",
    "clients",
    "importing",
    "meetings",
    "nfr",
    "notices",
    "partners",
    "points",
    "portal",
    "programs",
    "statuses",
    "store",
    "web",
)


def subclasses(kind):
    return chain.from_iterable((each, *subclasses(each)) for each in kind.__subclasses__())


def ours(kind):
    """The project's classes of this kind, of every app, also of one that was added today."""
    for name in PROJECT:
        package = import_module(name)
        for module in walk_packages(package.__path__, f"{name}."):
            if ".migrations" not in module.name and ".management" not in module.name:
                import_module(module.name)
    return sorted(
        {each for each in subclasses(kind) if each.__module__.split(".")[0] in PROJECT},
        key=lambda each: (each.__module__, each.__qualname__),
    )


def takes_text(field):
    return isinstance(field, forms.CharField) and not isinstance(field, Password | Hidden | forms.GenericIPAddressField)


def refused(field, text):
    """Whether the field refuses the text, or leaves the odd character out where it is only compared."""
    try:
        value = field.clean(text)
    except ValidationError:
        return True
    return isinstance(field, Search | TypedCode) and not set(str(value)) & set(ODD)


def form_fields():
    """Every text field that a form class of the project declares."""
    for form in ours(forms.BaseForm):
        for name, field in form.base_fields.items():
            if takes_text(field) and not isinstance(field.widget, forms.PasswordInput):
                yield pytest.param(field, id=f"{form.__module__}.{form.__qualname__}.{name}")


# allauth drops the username, and reads the browser's JSON itself.
ALLAUTHS = ("SignupForm.username", ".credential")


@pytest.mark.parametrize("field", [each for each in form_fields() if not each.id.endswith(ALLAUTHS)])
def test_every_form_field_refuses_what_nobody_can_see(field):
    assert [ascii(odd) for odd in ODD if not refused(field, f"abc{odd}d")] == []


@pytest.mark.parametrize("field", [each for each in form_fields() if not each.id.endswith(ALLAUTHS)])
def test_every_form_field_passes_the_one_door(field):
    assert isinstance(field, TidyField), "use the fields of web/fields.py"


@pytest.mark.parametrize("kind", [kind for kind in LONGEST if kind not in ("date", "number", "money")])
def test_every_type_of_question_refuses_it(kind):
    asked = FormField(code="it", label="It", type=kind, choices=["Red"] if kind == "choice" else [])
    answered = {odd: AnswersForm({"it": f"https://alpha.example/a{odd}b"}, asked=[asked]) for odd in ODD}
    assert [ascii(odd) for odd, form in answered.items() if form.is_valid()] == []


def test_answers_are_composed():
    asked = [FormField(code="it", label="It"), FormField(code="more", label="More", type="long_text")]
    form = AnswersForm({"it": " u\u0308  x ", "more": "a\u0301\r\nb"}, asked=asked)
    assert form.is_valid()
    assert form.answers == {"it": "\u00fc x", "more": "\u00e1\nb"}


def test_every_admin_page_reads_text_columns_through_the_door(rf, charlie):
    pages = [page for page in admin_site._registry.values() if isinstance(page, BoundAdmin)]
    assert len(pages) > 5
    request = rf.get("/")
    request.user = charlie
    for page in pages:
        for column in page.model._meta.fields:
            if tidy_field(column) and not column.choices and column.editable:
                field = page.formfield_for_dbfield(column, request)
                assert isinstance(field, TidyField), f"{page.model.__name__}.{column.name}"


def test_every_api_endpoint_reads_json_through_the_door():
    ends = ours(APIView)
    assert len(ends) > 10
    assert [each for each in ends if JSONParser in each.parser_classes] == []
    assert settings.REST_FRAMEWORK["DEFAULT_PARSER_CLASSES"] == [f"{TidyJSONParser.__module__}.TidyJSONParser"]


def spoiled(body, odd):
    """The body with the character in each of its texts and keys, one at a time."""
    for key, value in body.items():
        yield key, {**body, f"{key}{odd}": value}
        if isinstance(value, str):
            yield key, {**body, key: f"{value[:1]}{odd}{value[1:]}"}
        elif isinstance(value, dict):
            yield from ((key, {**body, key: inner}) for _name, inner in spoiled(value, odd))


CLAIM = {"kind": "project", "on": "2026-02-03", "subject": "Acme", "answers": {"client": "A"}, "attributes": {"x": "y"}}
SALE = {"partner": "alpha", "kind": "sale", "on": "2026-02-03", "amount": "1.00", "subject": "A", "reference": "R1"}


@pytest.mark.django_db
@pytest.mark.usefixtures("fixed_day")
@pytest.mark.parametrize("odd", ["\u202e", "\u200b", "\u0007"], ids=ascii)
def test_every_text_of_an_api_body_is_refused_by_its_name(client, site, program, career, alice, charlie, odd):
    for path, body, secret in (
        ("/api/v1/me/claims/", CLAIM, partner_secret(career, alice)),
        ("/api/v1/vendor/activities/", SALE, vendor_secret(program, charlie)),
    ):
        for number, (name, sent) in enumerate(spoiled(body, odd)):
            answer = client.post(
                path,
                json.dumps(sent),
                "application/json",
                headers={"Host": site.host, "Authorization": f"Bearer {secret}", "Idempotency-Key": f"{number}"},
            )
            assert answer.status_code == 400, (path, name)
            assert any(key.startswith(name) for key in answer.json()["errors"]), answer.json()


def test_control_a_plain_field_is_found():
    field = forms.CharField()
    assert takes_text(field)
    assert not refused(field, "abc\u202ed")
