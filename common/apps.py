"""The app configuration of `common`."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """An app without models: it has the `migrate` command, which runs as the owner role."""

    name = "common"

    def ready(self) -> None:
        from common.labels import translate_relations

        translate_relations()
