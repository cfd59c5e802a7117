"""Routes of card payments."""

from django.urls import path

from store.cards.pages import cards, webhook

urlpatterns = [
    path("dashboard/orders/<slug:number>/pay/card/", cards.pay_card, name="pay_card"),
    path("dashboard/orders/<slug:number>/paid/card/", cards.paid_card, name="paid_card"),
    path("webhooks/stripe/", webhook.stripe_webhook, name="stripe_webhook"),
]
