"""Routes of the bonus pages."""

from django.urls import path

from store.bonuses.pages import bonuses

urlpatterns = [
    path("dashboard/bonuses/", bonuses.bonuses, name="bonuses"),
    path("dashboard/bonuses/<slug:kind>/apply/", bonuses.bonus_apply, name="bonus_apply"),
]
