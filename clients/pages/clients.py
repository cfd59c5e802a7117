"""A partner's pages of clients: the list, one client with its licenses, and its contact."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import may, require
from clients.contacts import Contact
from clients.models import Client
from clients.operations.adding import change_contact
from clients.operations.disclosures import UnableToLook, accept_rules, view_contact
from clients.queries import clients_of, licences_of, pending_seats
from clients.use import has_accepted
from common.clock import now
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from web.fields import Line, Mailbox, Phone, Search
from web.forms import RefusableForm
from web.paging import page_number, page_of

ROWS, MOST_LICENCES = 50, 100


ORIGINS = [("", gettext_lazy("All origins")), *Client.Origin.choices]
KINDS = [("", gettext_lazy("All products")), *Client.Kind.choices]


class ClientFilters(forms.Form):
    """Search and filters of the list."""

    q = Search(label=gettext_lazy("Search"), required=False, max_length=200)
    origin = forms.ChoiceField(label=gettext_lazy("Origin"), required=False, choices=ORIGINS)
    kind = forms.ChoiceField(label=gettext_lazy("Product"), required=False, choices=KINDS)

    def rows(self, request: PartnerRequest) -> QuerySet[Client]:
        """The clients that match the valid filters."""
        self.is_valid()
        given = self.cleaned_data
        return clients_of(
            request.actor, text=given.get("q", ""), origin=given.get("origin", ""), kind=given.get("kind", "")
        )

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())


class ContactForm(RefusableForm):
    """A client's contact."""

    name = Line(label=gettext_lazy("Contact person"), max_length=200)
    email = Mailbox(label=gettext_lazy("Email"), max_length=254, required=False)
    phone = Phone(label=gettext_lazy("Phone"), max_length=60, required=False)


@require_safe
@partner_page("clients.view")
def clients(request: PartnerRequest) -> HttpResponse:
    """The partner's clients, newest first, and the seats that are still on their way (B24-5.2, B24-g)."""
    form = ClientFilters(request.GET)
    page = page_of(form.rows(request), page_number(request.GET), ROWS)
    return dashboard_page(
        request,
        "clients/clients.html",
        form=form,
        page=page,
        pending=pending_seats([row.pk for row in page.rows], rules=request.definition, today=request.today),
        **_rules(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("clients.view")
def client(request: PartnerRequest, client_id: int) -> HttpResponse:
    """One client. POST shows its contact, and logs who saw it (B24-5.3)."""
    row = get_object_or_404(Client.objects.visible_to(request.actor).current(), pk=client_id)
    contact: Contact | None = None
    if request.method == "POST":
        require(request.actor, "clients.contact")
        try:
            contact = view_contact(actor=request.actor, client=row, rules=request.definition, now=now())
        except UnableToLook as refusal:
            messages.error(request, str(refusal))
    licences = licences_of(request.actor).filter(client=row)[:MOST_LICENCES]
    return dashboard_page(
        request, "clients/client.html", client=row, contact=contact, licences=licences, **_rules(request)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("clients.contact")
def contact(request: PartnerRequest, client_id: int) -> HttpResponse:
    """Replace the contact of a client. The form starts empty: showing what is on file is a view of its own."""
    row = get_object_or_404(Client.objects.visible_to(request.actor).current(), pk=client_id)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            change_contact(actor=request.actor, client=row, today=request.today, now=now(), **form.cleaned_data)
            messages.success(request, _("The contact is saved."))
            return redirect("clients:client", row.pk)
    return dashboard_page(request, "clients/contact.html", client=row, form=form)


@require_POST
@partner_page("clients.contact")
def accept(request: PartnerRequest) -> HttpResponse:
    """Accept the rules of use."""
    accept_rules(actor=request.actor, partner=request.partner, rules=request.definition, now=now())
    messages.success(request, _("Accepted. You can view contacts now."))
    return redirect("clients:clients")


def _rules(request: PartnerRequest) -> dict[str, Any]:
    contacts = request.definition.clients.contacts if request.definition.clients else None
    return {
        "rules": contacts,
        "accepted": has_accepted(request.actor, request.definition),
        "may_contact": may(request.actor, "clients.contact"),
    }
