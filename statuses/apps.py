from django.apps import AppConfig


class StatusesConfig(AppConfig):
    name = "statuses"
    verbose_name = "Statuses"
    default_auto_field = "django.db.models.BigAutoField"
