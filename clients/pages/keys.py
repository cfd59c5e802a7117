"""A partner's pages of on-premise keys: the list, registering one to its end user, and showing one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may
from clients.models import Client, ClientLicence
from clients.operations.adding import add_client
from clients.operations.disclosures import UnableToLook, view_key
from clients.operations.licences import register_licence
from clients.queries import clients_of, licences_of
from common.clock import now
from common.countries import country_choices
from common.searching.vocabulary import country_words
from partners.drafts.kit import restore
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from web.fields import Line, Mailbox, Phone, Search, TaxId
from web.forms import RefusableForm, offer
from web.paging import page_number, page_of

ROWS, MOST_OFFERED = 50, 500


class KeyFilters(forms.Form):
    """Search and filter of the list."""

    q = Search(
        label=gettext_lazy("Search"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Company, order number or the whole key."),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("open", gettext_lazy("Not registered")),
            *ClientLicence.State.choices,
        ],
    )

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())


class RegisterForm(RefusableForm):
    """The end user of a key: one of the partner's clients, or a new one."""

    client = forms.ChoiceField(label=gettext_lazy("Client"), required=False)
    company = Line(label=gettext_lazy("Company"), max_length=200, required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    tax_id = TaxId(label=gettext_lazy("Tax ID"), max_length=60, required=False, help_text=gettext_lazy("Optional."))
    name = Line(label=gettext_lazy("Contact person"), max_length=200, required=False)
    email = Mailbox(label=gettext_lazy("Email"), max_length=254, required=False)
    phone = Phone(label=gettext_lazy("Phone"), max_length=60, required=False)

    def __init__(self, *args: Any, known: list[Client], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "client", [("", gettext_lazy("A new client")), *((str(row.pk), row.company) for row in known)])
        offer(self, "country", [("", gettext_lazy("Choose a country")), *country_choices()], also=country_words)

    @property
    def new_client(self) -> dict[str, Any]:
        """The new client's data, as the operation names them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "client"}


@require_safe
@partner_page("clients.view")
def keys(request: PartnerRequest) -> HttpResponse:
    """Keys sold by the partner, the latest first (B24-5.2)."""
    form = KeyFilters(request.GET)
    form.is_valid()
    rows = licences_of(request.actor, kind=ClientLicence.Kind.KEY, text=form.cleaned_data.get("q", ""))
    state = form.cleaned_data.get("state", "")
    if state == "open":
        rows = rows.filter(registered_on=None, state=ClientLicence.State.ACTIVE)
    elif state:
        rows = rows.filter(state=state)
    return dashboard_page(
        request,
        "clients/keys.html",
        form=form,
        page=page_of(rows, page_number(request.GET), ROWS),
        may_register=may(request.actor, "licences.register"),
        may_see=may(request.actor, "clients.key"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("licences.register")
def register(request: PartnerRequest, licence_id: int) -> HttpResponse:
    """Register a key to its end user (B24-2.3a)."""
    row = _key_or_404(request, licence_id)
    known = list(clients_of(request.actor)[:MOST_OFFERED])
    form = RegisterForm(request.POST or None, known=known)
    restore(request, form, f"key.{row.pk}")
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            when: dict[str, Any] = {"today": request.today, "now": now()}
            chosen = next((one for one in known if str(one.pk) == form.cleaned_data["client"]), None)
            end_user = chosen or add_client(
                actor=request.actor,
                partner=request.partner,
                kind=Client.Kind.ON_PREMISE,
                origin=Client.Origin.PURCHASE,
                **form.new_client,
                **when,
            )
            register_licence(actor=request.actor, licence=row, client=end_user, **when)
            messages.success(request, _("The key is registered to %(company)s.") % {"company": end_user.company})
            return redirect("clients:keys")
    return dashboard_page(request, "clients/register.html", form=form, licence=row)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("clients.key")
def key(request: PartnerRequest, licence_id: int) -> HttpResponse:
    """Show a key. POST shows it, and logs who saw it."""
    row, shown = _key_or_404(request, licence_id), ""
    if request.method == "POST":
        try:
            shown = view_key(actor=request.actor, licence=row, now=now())
        except UnableToLook as refusal:
            messages.error(request, str(refusal))
    return dashboard_page(request, "clients/key.html", licence=row, key=shown)


def _key_or_404(request: PartnerRequest, licence_id: int) -> ClientLicence:
    rows = ClientLicence.objects.visible_to(request.actor).filter(kind=ClientLicence.Kind.KEY)
    return get_object_or_404(rows, pk=licence_id)
