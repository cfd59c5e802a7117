"""Routes with which a partner pays."""

from django.urls import path

from store.payments.pages import payments

urlpatterns = [
    path("dashboard/orders/<slug:number>/proforma.pdf", payments.proforma, name="proforma"),
    path("dashboard/orders/<slug:number>/pay/test/", payments.pay_test, name="pay_test"),
]
