"""Whoever works in the admin in another language reads every label in it."""

from django.contrib import admin
from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.utils.functional import Promise
from django.utils.translation import override

from partners.models import InformationRequest

SAME_EVERYWHERE = {"id"}  # "ID"


def shown_by(model_admin):
    """What the lists and pages of a model show, by name."""
    fields = flatten_fieldsets(model_admin.fieldsets) if model_admin.fieldsets else flatten(model_admin.fields or ())
    named = {*model_admin.list_display, *model_admin.readonly_fields, *fields}
    return sorted(name for name in named if isinstance(name, str) and name not in SAME_EVERYWHERE)


def label_of(model_admin, name):
    """What Django writes in front of a value: the label of a field, of a method, or of a model's attribute.

    Django asks for the field first, too: the theme keeps the request that it answers as an attribute of the page.
    """
    fields = {field.name: field for field in model_admin.model._meta.fields}
    if name in fields:
        return fields[name].verbose_name
    found = getattr(model_admin, name, None) or getattr(model_admin.model, name, None)
    return getattr(getattr(found, "fget", found), "short_description", None)


def test_every_label_is_looked_up_in_the_catalog():
    """A label that is only text, like the name that Django makes of a field's own, stays English."""
    labels = {
        f"{model._meta.label}.{name}": label_of(model_admin, name)
        for model, model_admin in admin.site._registry.items()
        for name in shown_by(model_admin)
    }
    assert len(labels) > 500
    assert [name for name, label in labels.items() if not isinstance(label, Promise)] == []


def test_the_name_of_a_relation_is_translated_and_in_no_migration():
    field = InformationRequest._meta.get_field("asked_by")
    with override("de"):
        assert str(field.verbose_name) == "gewünscht von"
    assert str(field.verbose_name) == "asked by"
    assert "verbose_name" not in field.deconstruct()[3]
