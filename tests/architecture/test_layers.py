"""Imports and foreign keys only point to lower layers."""

from django.apps import apps
from django.db import models
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.sources import APPS, ROOT

FLOOR = {label: height for height, label in enumerate(APPS)}


def test_imports_point_down(monkeypatch):
    # It would silence every logger of this process, and other tests listen to them.
    monkeypatch.setattr("importlinter.cli.logging_config.dictConfig", lambda _settings: None)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_the_contract_names_every_app():
    installed = {config.name for config in apps.get_app_configs() if (ROOT / config.name).is_dir()}
    assert installed == set(APPS)


def test_foreign_keys_point_down():
    ours = [model for model in apps.get_models() if model._meta.app_label in FLOOR]
    assert len(ours) > 10
    assert "\n".join(error for model in ours for error in upward(model)) == ""


def test_an_upward_foreign_key_is_found():
    program, partner = apps.get_model("programs", "Program"), apps.get_model("partners", "Partner")
    key = models.ForeignKey(partner, models.CASCADE, name="favourite")
    assert points_up(program, key)


def upward(model: type[models.Model]) -> list[str]:
    """The model's relations to higher layers, as text."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return [f"{model.__name__}.{field.name}" for field in fields if field.is_relation and points_up(model, field)]


def points_up(model: type[models.Model], field: models.Field) -> bool:
    """Whether the relation leads to an app above the model's own. Django's own apps are below all of ours."""
    return FLOOR.get(field.related_model._meta.app_label, -1) > FLOOR[model._meta.app_label]
