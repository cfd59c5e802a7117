"""Clients in the admin: linking one, moving and merging, their licenses, and who looked at what."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from clients import admin_forms as forms
from clients.models import Client, ClientLicence, ClientLook, ClientMove
from clients.operations.adding import add_client
from clients.operations.correcting import count_seats_again, leave_out_seats, reactivate_licence
from clients.operations.disclosures import view_contact
from clients.operations.licences import end_licence, register_licence
from clients.operations.moving import merge_clients, move_client
from clients.queries import looks, moves_of
from clients.referral import admin as referral
from partners.admin_rows import PartnerRowsAdmin
from web.admin.badges import badge
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Asked, Decision, show
from web.admin.filters import FieldFilter
from web.requests import Request

__all__ = ["referral"]
State = ClientLicence.State
MOST = 50  # moves and views on a client's page


class OriginFilter(FieldFilter):
    """Clients by their origin."""

    title = _("origin")
    parameter_name = "origin"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(Client.Origin.choices)


class KindFilter(FieldFilter):
    """Cloud or on-premise clients."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(Client.Kind.choices)


class LicenceStateFilter(FieldFilter):
    """Licenses in one state."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(State.choices)


def _contact_page(asked: Asked) -> HttpResponse:
    """Show the contact that was just looked at, instead of going back."""
    context = {"contact": asked.result, "client": asked.row}
    return show(asked.page, asked.request, "clients/admin/contact.html", asked.row.company, **context)


@admin.register(Client)
class ClientAdmin(PartnerRowsAdmin):
    """Clients of all partners, the latest first."""

    list_display = ("linked_on", "company", "partner", "account", "country", "origin", "first_paid_on")
    list_display_links = ("company",)
    list_filter = (OriginFilter, KindFilter)
    exact = ("account", "company", "tax_id")
    search_help_text = _("Partner's name or code, an account, or the exact company")
    list_select_related = ("partner", "merged_into")
    ordering = ("-linked_on", "-id")
    fields = (
        "id",
        "company",
        "partner",
        "kind",
        "account",
        "country",
        "tax_id",
        "origin",
        "linked_on",
        "first_paid_on",
        "known_before",
        "seats_activity",
        "merged_into",
        "added_at",
    )
    readonly_fields = ("id",)
    change_form_outer_after_template = "clients/admin/history.html"
    actions_list = ("link",)
    actions_detail = ("contact", "move", "merge")

    link = Decision(
        label=_("Link a client"),
        icon="person_add",
        permission="clients.manage",
        form=forms.AddClient,
        operation=add_client,
        title=_("Link a client to a partner"),
        button=_("Link"),
        told=_("The client is linked."),
        intro=_("At the client's own request."),
    )
    contact = Decision(
        label=_("Show contact"),
        icon="contact_page",
        permission="clients.manage",
        operation=view_contact,
        title=_("Show the contact of %(client)s"),
        intro=_("We log every time someone views a contact."),
        answer=_contact_page,
    )
    move = Decision(
        label=_("Move"),
        icon="move_up",
        permission="clients.manage",
        form=forms.MoveClient,
        operation=move_client,
        title=_("Move %(client)s to another partner"),
        told=_("Moved. Both partners are notified."),
        intro=_("What was sold stays with the seller; renewals and seats from today are the new partner's."),
    )
    merge = Decision(
        label=_("Merge"),
        icon="merge",
        variant=ActionVariant.DANGER,
        danger=True,
        permission="clients.manage",
        form=forms.MergeClient,
        operation=merge_clients,
        title=_("Merge %(client)s into another record"),
        told=_("Merged. The other record has its licenses now."),
        intro=_("Two records of one company become one. This can't be undone."),
    )

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Client | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            context["client"] = obj
            context["moves"] = moves_of(request.actor, obj)[:MOST]
            context["looks"] = looks(request.actor).filter(client=obj).select_related("partner", "by")[:MOST]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(ClientLicence)
class ClientLicenceAdmin(PartnerRowsAdmin):
    """Licenses of all clients, the latest first."""

    list_display = ("starts_on", "partner", "plan", "registered_to", "key_ending", "ends_on", "state_badge")
    list_display_links = ("plan",)
    list_filter = (LicenceStateFilter,)
    list_select_related = ("partner", "seller", "client")
    exact = ("reference", "key_ending")
    search_help_text = _("Partner's name or code, an order, or the last characters of a key")
    ordering = ("-starts_on", "-id")
    row_name = "licence"
    fields = (
        "partner",
        "seller",
        "client",
        "kind",
        "plan",
        "seats",
        "starts_on",
        "ends_on",
        "order_words",
        "key_ending",
        "registered_to",
        "registered_on",
        "register_by",
        "state_badge",
        "ended_on",
        "reason",
        "counts",
        "opened_at",
    )
    readonly_fields = ("order_words", "state_badge")
    actions_detail = ("register", "reactivate", "leave_out", "count_again", "end")

    register = Decision(
        label=_("Register"),
        icon="how_to_reg",
        permission="licences.open",
        form=forms.RegisterLicence,
        operation=register_licence,
        title=_("Register this key to its end user"),
        told=_("The key is registered and works."),
        intro=_("For a key that was deactivated, too."),
    )
    reactivate = Decision(
        label=_("Reactivate"),
        icon="restart_alt",
        permission="licences.open",
        form=forms.Reason,
        operation=reactivate_licence,
        title=_("Reactivate this key"),
        told=_("The key works again. The partner is notified."),
        intro=_("A key without an end user must be registered within the usual number of days from today."),
    )
    leave_out = Decision(
        label=_("Exclude from seats"),
        path="leave-out",
        icon="person_off",
        permission="licences.open",
        form=forms.Reason,
        operation=leave_out_seats,
        title=_("Exclude this license from seats"),
        told=_("Excluded. Its seats no longer count, and the partner's level is updated."),
        intro=_("The license goes on working, but its seats don't count for the partner's level (B24-3.2)."),
    )
    count_again = Decision(
        label=_("Count seats again"),
        path="count-again",
        icon="person_add",
        permission="licences.open",
        form=forms.Reason,
        operation=count_seats_again,
        title=_("Count the seats of this license again"),
        told=_("They count again. Complete months are recorded within the hour."),
    )

    end = Decision(
        label=_("End"),
        icon="block",
        variant=ActionVariant.DANGER,
        danger=True,
        theirs=("end",),
        form=forms.EndLicence,
        operation=end_licence,
        title=_("End this license"),
        told=_("The license has ended."),
    )

    def offered(self, request: Request, row: ClientLicence) -> set[str]:
        """The buttons that fit the license's state."""
        found = {"end", "leave-out" if row.counts else "count-again"}
        if row.kind == ClientLicence.Kind.KEY and row.registered_on is None and row.state != State.ENDED:
            found.add("register")
        if row.kind == ClientLicence.Kind.KEY and row.state == State.DEACTIVATED and row.counts:
            found.add("reactivate")
        return found

    def has_end_permission(self, request: Request, object_id: str | None = None) -> bool:
        """Only while the license is active."""
        if not may(request.actor, "licences.open") or not str(object_id).isdecimal():
            return False
        return bool(self.get_queryset(request).filter(pk=int(str(object_id)), state=State.ACTIVE).exists())

    @display(description=_("order"))
    def order_words(self, row: Any) -> SafeString | str:
        """The order that paid for it, as a link: its reference is «order-NUMBER-line-unit»."""
        kind, _dash, rest = row.reference.partition("-")
        if kind != "order" or not rest:
            return row.reference
        number = rest.split("-")[0]
        return format_html('<a href="{}?q={}">{}</a>', reverse("admin:store_order_changelist"), number, number)

    @display(description=_("state"), ordering="state")
    def state_badge(self, row: Any) -> SafeString:
        if row.state == State.ACTIVE and row.starts_on > row.today:
            return badge(_("Starts later"), "info")
        return badge(row.get_state_display(), "success" if row.state == State.ACTIVE else "")

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        super().complete(request, rows)
        for row in rows:
            row.today = program_today(request)


@admin.register(ClientMove)
class ClientMoveAdmin(BoundAdmin):
    """The history of moves and merges, the latest first."""

    list_display = ("at", "kind", "client", "from_partner", "to_partner", "by", "reason")
    list_select_related = ("client", "from_partner", "to_partner", "merged", "by")
    fields = ("at", "kind", "client", "merged", "from_partner", "to_partner", "on", "by", "reason")


@admin.register(ClientLook)
class ClientLookAdmin(PartnerRowsAdmin):
    """Who looked at which contact or key, the latest first (B24-5.3)."""

    list_display = ("at", "partner", "what", "client", "licence", "by")
    list_select_related = ("partner", "client", "licence", "by")
    exact = ("by__email",)
    search_help_text = _("Partner's name or code, or a person's email address")
    fields = ("at", "partner", "what", "client", "licence", "by")
