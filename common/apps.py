"""The app configuration of `common`."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """An app without models, registered for its `migrate` command, which runs as the owner role."""

    name = "common"
