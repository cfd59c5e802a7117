"""Invitations in the admin, including those that need approval (B24-7.2)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.permissions import may, require
from common.clock import now
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Invitation, Partner
from partners.team.admin_members import _TONES, _roles
from partners.team.invitations import role_words
from partners.team.operations.members import (
    approve_invitation,
    decline_invitation,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from programs.in_force import rules_today
from web.admin.badges import badge
from web.admin.bound import FieldFilter, program_today
from web.admin.decisions import ask, object_or_404, show
from web.admin.forms import AdminForm
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

    title = _("to")
    parameter_name = "to"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("partner", _("partners")), ("staff", _("staff"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Invitation]:
        wanted = {"partner": ~Q(partner=None), "staff": Q(partner=None)}
        return queryset.filter(wanted.get(self.value() or "", Q()))


class InvitePerson(AdminForm):
    """Invites a person to a partner, usually its first main user."""

    partner = forms.CharField(label=_("Partner's code"), max_length=60)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", roles)


class Decline(AdminForm):
    """The reason for declining, which the partner reads."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The partner reads it in its inbox."),
    )


@admin.register(Invitation)
class InvitationAdmin(PartnerRowsAdmin):
    """All invitations, oldest pending first. Only administrators see those for staff."""

    list_display = ("email", "name", "to_words", "role_shown", "state_words", "invited_at", "invited_by")
    list_filter = (StateFilter, SideFilter)
    list_select_related = ("partner", "invited_by", "program")
    exact = ("email",)
    search_help_text = _("Partner's name or code, or the e-mail address")
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
    actions_detail = ("approve", "decline", "resend", "withdraw")

    def get_queryset(self, request: Request) -> QuerySet[Invitation]:
        found = super().get_queryset(request).select_related("partner", "invited_by", "decided_by", "program")
        return found if may(request.actor, "staff.manage") else found.exclude(partner=None)

    def get_actions_detail(self, request: Request, object_id: int) -> list[Any]:
        """The actions that are possible now. Pending invitations are decided on their page."""
        row = self.get_object(request, str(object_id))
        offered = {State.WAITING: ("withdraw",), State.SENT: ("resend", "withdraw")}
        paths = offered.get(State(row.state), ()) if row is not None else ()
        return [each for each in super().get_actions_detail(request, object_id) if each.path in paths]

    @display(description=_("to"), ordering="partner__name")
    def to_words(self, row: Invitation) -> Any:
        return row.partner or _("the staff")

    @display(description=_("role"), ordering="role")
    def role_shown(self, row: Invitation) -> str:
        return role_words(row)

    @display(description=_("state"), ordering="state")
    def state_words(self, row: Invitation) -> SafeString:
        return badge(row.get_state_display(), _TONES.get(State(row.state), ""))

    @action(description=_("Invite somebody to a partner"), url_path="invite", icon="person_add")
    def invite(self, request: Request) -> HttpResponse:
        """Invite on behalf of the vendor. No approval is needed, so the email is sent at once."""
        require(request.actor, "team.approve")
        rules = rules_today(request)
        if rules is None:
            return show(self, request, "programs/admin/no_rules.html", _("Invite somebody to a partner"))
        form = InvitePerson(
            request.POST or None, roles=_roles(request), initial={"partner": request.GET.get("partner", "")[:60]}
        )

        def act(form: InvitePerson) -> str | None:
            given = dict(form.cleaned_data)
            partner = Partner.objects.visible_to(request.actor).filter(code=given.pop("partner")).first()
            if partner is None:
                form.add_error("partner", _("No partner of this program has this code."))
                return None
            invite_member(
                actor=request.actor,
                program_id=request.program.pk,
                partner_id=partner.pk,
                **given,
                definition=rules,
                today=program_today(request),
                now=now(),
            )
            return _("The invitation is on its way to %(email)s.") % {"email": given["email"]}

        return ask(
            self,
            request,
            form,
            act,
            title=_("Invite somebody to a partner"),
            button=_("Invite"),
            then=reverse("admin:partners_invitation_changelist"),
            intro=_("A mail with a link goes to the address. Only who reads that mail can join."),
        )

    @action(description=_("Approve"), url_path="approve", icon="check", variant=ActionVariant.PRIMARY)
    def approve(self, request: Request, object_id: str) -> HttpResponse:
        """Approve, which sends the email with the link."""
        row = object_or_404(self, request, object_id)
        return self._do(
            request,
            row,
            AdminForm(request.POST if request.method == "POST" else None),
            lambda form: approve_invitation(**self._given(request, row), today=program_today(request)),
            title=_("Approve %(email)s"),
            button=_("Approve"),
            told=_("Approved: the mail to %(email)s leaves."),
            intro=_("The person may join by the link in the mail. The partner is told."),
        )

    @action(description=_("Decline"), url_path="decline", icon="block", variant=ActionVariant.DANGER)
    def decline(self, request: Request, object_id: str) -> HttpResponse:
        """Decline and tell the partner why."""
        row = object_or_404(self, request, object_id)
        return self._do(
            request,
            row,
            Decline(request.POST or None),
            lambda form: decline_invitation(
                **self._given(request, row), reason=form.cleaned_data["reason"], today=program_today(request)
            ),
            title=_("Decline %(email)s"),
            button=_("Decline"),
            told=_("Declined: the partner of %(email)s is told."),
            danger=True,
        )

    @action(description=_("Send again"), url_path="resend", icon="forward_to_inbox")
    def resend(self, request: Request, object_id: str) -> HttpResponse:
        """Send a new link and invalidate the old one."""
        row = object_or_404(self, request, object_id)
        return self._do(
            request,
            row,
            AdminForm(request.POST if request.method == "POST" else None),
            lambda form: resend_invitation(**self._given(request, row)),
            title=_("Send the invitation of %(email)s again"),
            button=_("Send again"),
            told=_("A new link is on its way to %(email)s."),
            intro=_("The link that was sent before opens nothing any more."),
        )

    @action(description=_("Take back"), url_path="withdraw", icon="undo")
    def withdraw(self, request: Request, object_id: str) -> HttpResponse:
        """Withdraw the invitation, which invalidates its link."""
        row = object_or_404(self, request, object_id)
        return self._do(
            request,
            row,
            AdminForm(request.POST if request.method == "POST" else None),
            lambda form: withdraw_invitation(**self._given(request, row)),
            title=_("Take back the invitation of %(email)s"),
            button=_("Take back"),
            told=_("The invitation of %(email)s is taken back."),
            danger=True,
        )

    def _do(
        self, request: Request, row: Invitation, form: AdminForm, do: Any, *, title: Any, told: Any, **page: Any
    ) -> HttpResponse:
        """Show the form, run the operation, and go back to the invitation."""
        person = {"email": row.email}

        def act(form: AdminForm) -> str:
            do(form)
            return told % person

        then = reverse("admin:partners_invitation_change", args=[row.pk])
        return ask(self, request, form, act, title=title % person, then=then, **page)

    @staticmethod
    def _given(request: Request, row: Invitation) -> dict[str, Any]:
        return {"actor": request.actor, "invitation": row, "now": now()}
