"""Routes of the invoice pages."""

from django.urls import path

from store.invoices.pages import invoices

urlpatterns = [
    path("dashboard/invoices/", invoices.invoices, name="invoices"),
    path("dashboard/invoices/statements/", invoices.statements, name="statements"),
    path("dashboard/invoices/<int:invoice_id>.pdf", invoices.invoice_pdf, name="invoice_pdf"),
]
