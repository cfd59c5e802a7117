"""App configuration of the kits."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Has no models; registered so that its templates and tags can be found."""

    name = "web"
