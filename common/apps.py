"""App configuration of the ground floor."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Has no models; registered for its `migrate` command, which runs as the owner role."""

    name = "common"
