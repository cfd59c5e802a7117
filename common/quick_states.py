"""Migrates without building the classes of all related models anew for every step.

Django does that hundreds of times, because a step may rename what others refer to: most of the processor time of
migrating an empty database. A migration whose steps rename, remove or refer to nothing that others depend on needs the
changed model's class only, and tells the database the same. Classes are shared with the states before. A migration's
own code (`RunPython`) still gets all classes in full.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.migrations import Migration
from django.db.migrations import operations as steps
from django.db.migrations.state import ProjectState

from common.walls import Wall

_ALONE = (
    steps.AddConstraint,
    steps.AddIndex,
    steps.AlterModelOptions,
    steps.RemoveConstraint,
    steps.RemoveIndex,
    steps.RunPython,
    steps.RunSQL,
    Wall,
)


@contextmanager
def quickly() -> Iterator[None]:
    """Migrate so as long as this lasts."""
    django_does = Migration.apply

    def apply(self: Migration, project_state: Any, *given: Any, **named: Any) -> Any:
        if not concern_one_model(self.operations):
            project_state.clear_delayed_apps_cache()
            return django_does(self, project_state, *given, **named)
        with _one_class_at_a_time():
            return django_does(self, project_state, *given, **named)

    Migration.apply = apply  # type: ignore[method-assign]
    try:
        yield
    finally:
        Migration.apply = django_does  # type: ignore[method-assign]


def concern_one_model(operations: Sequence[Any]) -> bool:
    """Whether no step changes anything that other models' columns depend on."""
    return all(_concerns_one_model(each) for each in operations)


def _concerns_one_model(step: Any) -> bool:
    if isinstance(step, steps.SeparateDatabaseAndState):
        return concern_one_model([*step.database_operations, *step.state_operations])
    if isinstance(step, steps.CreateModel):
        inherits = any(isinstance(base, str) for base in step.bases or ())
        return not inherits and not any(field.many_to_many for _name, field in step.fields)
    if isinstance(step, steps.AddField):
        return not step.field.many_to_many
    if isinstance(step, steps.AlterField):  # a foreign key refers to something unique
        return not (step.field.unique or step.field.many_to_many)
    return isinstance(step, _ALONE)


@contextmanager
def _one_class_at_a_time() -> Iterator[None]:
    states: Any = ProjectState
    django_does = states.reload_model, states._append_option
    states.reload_model, states._append_option = _reload_model, _append_option
    try:
        yield
    finally:
        states.reload_model, states._append_option = django_does


def _reload_model(state: Any, app_label: str, model_name: str, delay: bool = True) -> None:
    if "apps" in vars(state):
        state.is_delayed = True  # code gets all classes in full
        state._reload({(app_label, model_name)})


def _append_option(state: Any, app_label: str, model_name: str, option: str, added: Any) -> None:
    """Take on an index or a constraint, for which no class is built at all."""
    model = state.models[app_label, model_name]
    model.options[option] = [*model.options[option], added]
    if "apps" in vars(state):
        rendered = state.apps.get_model(app_label, model_name)._meta
        setattr(rendered, option, [*getattr(rendered, option), added])
        vars(rendered).pop("total_unique_constraints", None)
