"""Webhooks to the vendor's product in the admin, and the messages that they get."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from store.models import ProvisioningEndpoint, ProvisioningMessage
from store.provisioning.operations import (
    PERMISSION,
    add_endpoint,
    change_secret,
    close_endpoint,
    pause_endpoint,
    resume_endpoint,
    send_again,
)
from web.admin.badges import badge
from web.admin.bound import BoundAdmin
from web.admin.decisions import Asked, Decision, show, to_row
from web.admin.filters import FieldFilter
from web.admin.forms import AdminForm
from web.fields import Line, Website
from web.requests import Request

Endpoint, Message = ProvisioningEndpoint, ProvisioningMessage
ENDPOINT_TONES = {Endpoint.State.ACTIVE: "success", Endpoint.State.PAUSED: "danger", Endpoint.State.CLOSED: ""}
MESSAGE_TONES = {Message.State.DONE: "success", Message.State.WAITING: "info", Message.State.FAILED: "danger"}


class NewEndpoint(AdminForm):
    """An address of the vendor's product."""

    name = Line(label=_("Name"), max_length=80, help_text=_("For example: License server"))
    url = Website(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("The address that takes the webhooks, for example https://licenses.example.com/webhook."),
    )


def _with_secret(asked: Asked) -> HttpResponse:
    """The page that shows the secret, once."""
    row, secret = asked.result
    title = _("The secret of %(name)s") % {"name": row.name}
    there = Asked(page=asked.page, request=asked.request, row=row)
    return show(
        asked.page, asked.request, "store/provisioning/admin/secret.html", title, secret=secret, back=to_row(there)
    )


class EndpointStateFilter(FieldFilter):
    """Webhooks in one state."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(Endpoint.State.choices)


@admin.register(ProvisioningEndpoint)
class ProvisioningEndpointAdmin(BoundAdmin):
    """Webhooks; without one, licenses are active as soon as they are paid."""

    row_name = "endpoint"
    list_display = ("name", "url", "state_words", "failures", "failure", "answered_at")
    list_display_links = ("name",)
    list_filter = (EndpointStateFilter,)
    search_fields = ("name", "url")
    ordering = ("id",)
    fields = (
        "name",
        "url",
        "state_words",
        "failures",
        "failure",
        "retry_at",
        "paused_at",
        "answered_at",
        "added_by",
        "added_at",
    )
    readonly_fields = ("state_words",)
    actions_list = ("add",)
    actions_detail = ("resume", "pause", "secret", "close")

    add = Decision(
        label=_("Add a webhook"),
        path="new",
        icon="add",
        permission=PERMISSION,
        form=NewEndpoint,
        operation=add_endpoint,
        title=_("Add a webhook"),
        button=_("Add"),
        intro=_("Your product gets a signed message whenever a license is activated, changed or deactivated."),
        answer=_with_secret,
    )
    resume = Decision(
        label=_("Resume"),
        icon="play_arrow",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        operation=resume_endpoint,
        title=_("Resume %(name)s"),
        intro=_("Pending messages are sent first."),
        told=_("Resumed."),
    )
    pause = Decision(
        label=_("Pause"),
        icon="pause",
        permission=PERMISSION,
        operation=pause_endpoint,
        title=_("Pause %(name)s"),
        intro=_("Messages are kept until you resume it."),
        told=_("Paused."),
    )
    secret = Decision(
        label=_("New secret"),
        icon="key",
        permission=PERMISSION,
        operation=change_secret,
        title=_("Create a new secret for %(name)s"),
        button=_("Create a new secret"),
        intro=_("For one day, messages are signed with the old secret too, so you have time to change it."),
        answer=_with_secret,
    )
    close = Decision(
        label=_("Close"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        operation=close_endpoint,
        title=_("Close %(name)s"),
        danger=True,
        intro=_("It stops getting messages, and pending ones aren't sent. It can't be reopened."),
        told=_("Closed."),
    )

    def offered(self, request: Request, row: ProvisioningEndpoint) -> set[str]:
        if not may(request.actor, PERMISSION) or row.state == Endpoint.State.CLOSED:
            return set()
        return {"secret", "close", "pause" if row.state == Endpoint.State.ACTIVE else "resume"}

    def words_about(self, row: ProvisioningEndpoint) -> dict[str, Any]:
        return {"name": row.name}

    @display(description=_("status"), ordering="state")
    def state_words(self, row: ProvisioningEndpoint) -> SafeString:
        return badge(row.get_state_display(), ENDPOINT_TONES[Endpoint.State(row.state)])


def _facts(content: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """The values of a message with their keys as words; those inside others come after them."""
    for key, value in content.items() if isinstance(content, dict) else ():
        name = f"{before}{key.replace('_', ' ')}"
        if isinstance(value, dict):
            yield from _facts(value, f"{name}, ")
        elif value not in (None, "", []):
            yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


class MessageStateFilter(FieldFilter):
    """Messages in one state; those that were refused and wait for a manager."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("refused", _("Waiting for you")), *Message.State.choices]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[ProvisioningMessage]:
        if self.value() == "refused":
            return queryset.filter(state="failed").exclude(endpoint__state="closed")
        return super().queryset(request, queryset) if self.value() in Message.State.values else queryset


@admin.register(ProvisioningMessage)
class ProvisioningMessageAdmin(BoundAdmin):
    """What the vendor's product was told about licenses, newest first. Keys are never shown here."""

    row_name = "message"
    list_display = ("queued_at", "kind", "subject", "partner", "endpoint_words", "state_words", "attempts", "failure")
    list_display_links = ("queued_at", "kind")
    list_filter = (MessageStateFilter, ("kind", admin.ChoicesFieldListFilter))
    list_select_related = ("partner", "endpoint")
    search_fields = ("subject", "licence__reference", "partner__name")
    ordering = ("-id",)
    fields = (
        "message_words",
        "kind",
        "sequence",
        "subject",
        "partner",
        "licence",
        "endpoint_words",
        "state_words",
        "content_words",
        "attempts",
        "failure",
        "queued_at",
        "retry_at",
        "done_at",
    )
    readonly_fields = ("message_words", "content_words", "endpoint_words", "state_words")
    actions_detail = ("again",)

    again = Decision(
        label=_("Send again"),
        icon="send",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        operation=send_again,
        title=_("Send %(id)s again"),
        intro=_("It keeps its id and sequence, so the product can tell that it is the same message."),
        told=_("It is sent within a minute."),
    )

    def get_queryset(self, request: Request) -> QuerySet[ProvisioningMessage]:
        return super().get_queryset(request).select_related("licence", "partner", "endpoint")

    def offered(self, request: Request, row: ProvisioningMessage) -> set[str]:
        usable = row.endpoint is not None and row.endpoint.state != Endpoint.State.CLOSED
        return {"again"} if usable and may(request.actor, PERMISSION) else set()

    def words_about(self, row: ProvisioningMessage) -> dict[str, Any]:
        return {"id": row.message_id}

    @display(description=_("content"))
    def content_words(self, row: ProvisioningMessage) -> SafeString:
        """Each value of the message on a line of its own, under the product's own names."""
        return format_html_join("", "<div>{}: {}</div>", _facts(row.content))

    @display(description=_("message ID"))
    def message_words(self, row: ProvisioningMessage) -> str:
        return row.message_id

    @display(description=_("webhook"))
    def endpoint_words(self, row: ProvisioningMessage) -> Any:
        return row.endpoint.name if row.endpoint else _("The portal itself")

    @display(description=_("status"), ordering="state")
    def state_words(self, row: ProvisioningMessage) -> SafeString:
        return badge(row.get_state_display(), MESSAGE_TONES[Message.State(row.state)])
