"""Routes of quotes for end clients."""

from django.urls import path

from store.quotes.pages import making, quotes

urlpatterns = [
    path("dashboard/quotes/", quotes.quote_list, name="quotes"),
    path("dashboard/quotes/new/", making.new, name="quote_new"),
    path("dashboard/quotes/<slug:quote_number>/", quotes.quote, name="quote"),
    path("dashboard/quotes/<slug:quote_number>/quote.pdf", quotes.pdf, name="quote_pdf"),
]
