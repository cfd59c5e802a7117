"""Names of relations for people: Django makes "decided by" of ``decided_by``, in English only."""

from django.apps import apps
from django.utils.translation import gettext_lazy


def relation_name(name: str) -> str:
    """The name of a relation for people; code has the British "licence", readers see American spelling."""
    return name.replace("_", " ").replace("licence", "license")


def translate_relations() -> None:
    """Have the names that Django made of relations' own names translated when they are read.

    tests/words/catalogues.py takes these names from the models' sources. Migrations stay as they are, because Django
    writes only names that were given to a field.
    """
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if field.is_relation and getattr(field, "_verbose_name", "") is None:
                field.verbose_name = gettext_lazy(relation_name(field.name))
