"""A partner's page of referrals: its links, what came of them, and the sign-ups."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import may
from clients.models import ReferralLink
from clients.referral.operations.links import close_link, make_link
from clients.referral.queries import Statistics, links_of, sign_ups_of, statistics
from common.clock import now
from common.moments import short_month
from common.numbers import LARGEST_ID, whole_number
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from web.charts import Chart, grouped_bars
from web.fields import Line
from web.forms import RefusableForm
from web.paging import page_number, page_of

ROWS, MONTHS = 25, 12


class LinkForm(RefusableForm):
    """A new link for a campaign."""

    campaign = Line(
        label=gettext_lazy("Campaign"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example Newsletter May. Visits and sign-ups are counted by campaign."),
    )


@require_safe
@partner_page("clients.view")
def referral(request: PartnerRequest) -> HttpResponse:
    """Links with their addresses, statistics of the last months, and sign-ups (B24-5.1)."""
    return _page(request, LinkForm())


@require_POST
@partner_page("referral.manage")
def new_link(request: PartnerRequest) -> HttpResponse:
    """Make a link for a campaign, or the main one."""
    form = LinkForm(request.POST)
    if form.is_valid():
        with form.refusals():
            make_link(
                actor=request.actor,
                partner=request.partner,
                campaign=form.cleaned_data["campaign"],
                rules=request.definition,
                now=now(),
            )
            messages.success(request, _("Your link is ready."))
            return redirect("clients:referral")
    return _page(request, form)


@require_POST
@partner_page("referral.manage")
def close(request: PartnerRequest, link_id: int) -> HttpResponse:
    """Close a campaign's link."""
    link = get_object_or_404(ReferralLink.objects.visible_to(request.actor), pk=link_id)
    close_link(actor=request.actor, link=link, now=now())
    messages.success(request, _("The link is closed. Its statistics stay."))
    return redirect("clients:referral")


def _page(request: PartnerRequest, form: LinkForm) -> HttpResponse:
    links = list(links_of(request.actor))
    asked = whole_number(request.GET.get("link", ""), most=LARGEST_ID)
    chosen = next((link for link in links if link.pk == asked), None)
    found = statistics(
        request.actor, today=request.today, months=MONTHS, links=links, only=chosen.pk if chosen else None
    )
    rows = sign_ups_of(request.actor)
    clients = request.definition.clients
    return dashboard_page(
        request,
        "clients/referral/referral.html",
        form=form,
        links=[(link, _address(request, link)) for link in links if link.closed_at is None],
        has_main=any(not link.campaign for link in links),
        choices=_choices(links, chosen),
        chosen=chosen,
        found=found,
        chart=_chart(found),
        page=page_of(rows.filter(link=chosen) if chosen else rows, page_number(request.GET), ROWS),
        rule=clients.referral if clients else None,
        may_manage=may(request.actor, "referral.manage"),
    )


def _address(request: PartnerRequest, link: ReferralLink) -> str:
    return request.build_absolute_uri(reverse("clients:visit", args=[link.code]))


def _choices(links: list[ReferralLink], chosen: ReferralLink | None) -> Any:
    """The select with which one campaign's statistics are shown."""
    offered = [("", _("All campaigns")), *((str(link.pk), link.campaign or _("Main link")) for link in links)]
    form = forms.Form(initial={"link": str(chosen.pk) if chosen else ""})
    form.fields["link"] = forms.ChoiceField(label=_("Campaign"), choices=offered, required=False)
    return form


def _chart(found: Statistics) -> Chart:
    months = [short_month(month) for month in found.months]
    series = {
        _("Visits"): [one.visits for one in found.months.values()],
        _("Sign-ups"): [one.sign_ups for one in found.months.values()],
        _("Paid"): [one.paid for one in found.months.values()],
    }
    return grouped_bars(months, series, unit=_("Number a month"))
