from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class StoreConfig(AppConfig):
    name = "store"
    verbose_name = _("Store")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let licenses that end offer their renewal here."""
        from clients.renewing import offer_renewals

        offer_renewals(lambda licence: reverse("store:renew", args=[licence.pk]))
