"""Invitations in the admin, including those that need approval (B24-7.2)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.actor import Actor
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Invitation, Partner
from partners.team.admin_members import _TONES, roles_of
from partners.team.invitations import role_words
from partners.team.operations.members import (
    approve_invitation,
    decline_invitation,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from programs.definition import Definition
from web.admin.badges import badge
from web.admin.decisions import Decision
from web.admin.filters import FieldFilter
from web.admin.forms import AdminForm
from web.fields import Code, Line, Lines, Mailbox
from web.forms import offer
from web.requests import Request

State = Invitation.State


class StateFilter(FieldFilter):
    """Filter invitations by status."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(State.choices)


class SideFilter(FieldFilter):
    """Filter by invitations to partners, or to the vendor's staff."""

    title = pgettext_lazy("invited to", "to")
    parameter_name = "to"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("partner", _("partners")), ("staff", _("staff"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Invitation]:
        wanted = {"partner": ~Q(partner=None), "staff": Q(partner=None)}
        return queryset.filter(wanted.get(self.value() or "", Q()))


class InvitePerson(AdminForm):
    """Invites a person to a partner, usually its first main user."""

    partner = Code(label=_("Partner's code"), max_length=60)
    email = Mailbox(label=_("Email address"), max_length=254)
    name = Line(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, actor: Actor, rules: Definition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offer(self, "role", roles_of(rules))

    def clean_partner(self) -> Partner:
        """The partner with this code, if the actor may see it."""
        found = Partner.objects.visible_to(self.actor).filter(code=self.cleaned_data["partner"]).first()
        if found is None:
            raise forms.ValidationError(_("No partner of this program has this code."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        """The values, with the partner's id as the operation expects."""
        values = dict(self.cleaned_data)
        partner = values.pop("partner")
        return {**values, "partner_id": partner.pk}


class Decline(AdminForm):
    """The reason for declining, which the partner reads."""

    reason = Lines(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The partner can read it in its inbox."),
    )


@admin.register(Invitation)
class InvitationAdmin(PartnerRowsAdmin):
    """All invitations, oldest pending first. Only administrators see those for staff."""

    list_display = ("email", "name", "to_words", "role_shown", "state_words", "invited_at", "invited_by")
    list_filter = (StateFilter, SideFilter)
    list_select_related = ("partner", "invited_by", "program")
    exact = ("email",)
    search_help_text = _("Partner's name or code, or the email address")
    ordering = ("invited_at", "id")
    fields = (
        "email",
        "name",
        "to_words",
        "role_shown",
        "state_words",
        "invited_at",
        "invited_by",
        "decided_at",
        "decided_by",
        "reason",
        "expires_at",
        "accepted_at",
    )
    readonly_fields = ("to_words", "role_shown", "state_words")
    change_form_outer_before_template = "partners/team/admin/invitation.html"
    actions_list = ("invite",)
    panel_acts = ("approve", "decline")
    actions_detail = ("approve", "decline", "resend", "withdraw")

    # On behalf of the vendor: no approval is needed, so the email is sent at once.
    invite = Decision(
        label=_("Invite someone to a partner's team"),
        icon="person_add",
        permission="team.approve",
        form=InvitePerson,
        prefilled=("partner",),
        operation=invite_member,
        title=_("Invite someone to a partner's team"),
        button=_("Invite"),
        told=_("We've sent the invitation to %(email)s."),
        intro=_("We email a link to this address. Only the person who gets that email can join."),
    )
    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        operation=approve_invitation,
        bulk=AdminForm,
        title=_("Approve %(email)s"),
        told=_("Approved. The invitation to %(email)s was sent."),
        intro=_("The person can join with the link in the email. We notify the partner."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        form=Decline,
        operation=decline_invitation,
        bulk=Decline,
        title=_("Decline %(email)s"),
        danger=True,
        told=_("Declined. We notified the partner of %(email)s."),
    )
    resend = Decision(
        label=_("Send again"),
        icon="forward_to_inbox",
        operation=resend_invitation,
        title=_("Send the invitation of %(email)s again"),
        told=_("We've sent a new link to %(email)s."),
        intro=_("The earlier link no longer works."),
    )
    withdraw = Decision(
        label=_("Reverse"),
        icon="undo",
        operation=withdraw_invitation,
        title=_("Withdraw the invitation of %(email)s"),
        danger=True,
        told=_("The invitation of %(email)s was withdrawn."),
    )

    def get_queryset(self, request: Request) -> QuerySet[Invitation]:
        found = super().get_queryset(request).select_related("partner", "invited_by", "decided_by", "program")
        return found if may(request.actor, "staff.manage") else found.exclude(partner=None)

    def offered(self, request: Request, row: Any) -> tuple[str, ...]:
        """The actions possible now. The page of a pending invitation has the buttons of its decision itself."""
        paths = {State.WAITING: ("withdraw", *self.panel_acts), State.SENT: ("resend", "withdraw")}
        return paths.get(State(row.state), ())

    def words_about(self, row: Invitation) -> dict[str, Any]:
        return {"email": row.email}

    @display(description=pgettext_lazy("invited to", "to"), ordering="partner__name")
    def to_words(self, row: Invitation) -> Any:
        return row.partner or _("the staff")

    @display(description=_("role"), ordering="role")
    def role_shown(self, row: Invitation) -> str:
        return role_words(row)

    @display(description=_("state"), ordering="state")
    def state_words(self, row: Invitation) -> SafeString:
        return badge(row.get_state_display(), _TONES.get(State(row.state), ""))
