"""Partners' team members in the admin (B24-7.2)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from common.clock import now
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Invitation, Member
from partners.team.operations.members import (
    change_role,
    remove_member,
)
from programs.in_force import rules_today
from web.admin.bound import FieldFilter, program_today
from web.admin.decisions import ask, object_or_404
from web.admin.forms import AdminForm
from web.forms import offer
from web.requests import Request

State = Invitation.State
_TONES = {State.WAITING: "warning", State.SENT: "info", State.ACCEPTED: "success", State.DECLINED: "danger"}


class ChangeRole(AdminForm):
    """Changes a member's role."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", roles)


class RoleFilter(FieldFilter):
    """Filter members by role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(Member.Role.choices)


@admin.register(Member)
class MemberAdmin(PartnerRowsAdmin):
    """Who acts for which partner. Partners manage their own teams; the vendor can help here."""

    list_display = ("person", "email", "partner", "role_shown", "seen")
    list_filter = (RoleFilter,)
    list_select_related = ("partner", "user")
    exact = ("user__email",)
    search_help_text = _("Partner's name or code, or the e-mail address")
    ordering = ("partner__name", "user__email")
    fields = ("person", "email", "partner", "role_shown", "seen")
    readonly_fields = ("person", "email", "role_shown", "seen")
    actions_detail = ("role", "remove")

    def get_queryset(self, request: Request) -> QuerySet[Member]:
        return super().get_queryset(request).select_related("partner", "user")

    @display(description=_("name"), ordering="user__name")
    def person(self, row: Member) -> str:
        return str(row.user)

    @display(description=_("e-mail address"), ordering="user__email")
    def email(self, row: Member) -> str:
        return row.user.email

    @display(description=_("role"), ordering="role")
    def role_shown(self, row: Member) -> str:
        return row.get_role_display()

    @display(description=_("last sign-in"), ordering="user__last_login")
    def seen(self, row: Member) -> Any:
        return row.user.last_login

    @action(description=_("Change the role"), url_path="role", icon="manage_accounts")
    def role(self, request: Request, object_id: str) -> HttpResponse:
        """Change the role from the next request on."""
        row = object_or_404(self, request, object_id)
        form = ChangeRole(request.POST or None, roles=_roles(request), initial={"role": row.role})
        return self._do(
            request,
            form,
            row,
            "admin:partners_member_change",
            lambda form: change_role(actor=request.actor, member=row, role=form.cleaned_data["role"], now=now()),
            title=_("Role of %(person)s"),
            button=_("Save"),
            told=_("The role of %(person)s is changed."),
        )

    @action(
        description=_("Take out of the team"), url_path="remove", icon="person_remove", variant=ActionVariant.DANGER
    )
    def remove(self, request: Request, object_id: str) -> HttpResponse:
        """End the member's access from the next request on."""
        row = object_or_404(self, request, object_id)
        return self._do(
            request,
            AdminForm(request.POST if request.method == "POST" else None),
            row,
            "admin:partners_member_changelist",
            lambda form: remove_member(actor=request.actor, member=row, today=program_today(request), now=now()),
            title=_("Take %(person)s out of the team"),
            button=_("Take out"),
            danger=True,
            told=_("%(person)s is in the team no more."),
            intro=_("Access, file links and API tokens of this person end at once. Person and partner are told."),
        )

    def _do(
        self,
        request: Request,
        form: AdminForm,
        row: Member,
        then: str,
        do: Any,
        *,
        title: Any,
        told: Any,
        **page: Any,
    ) -> HttpResponse:
        """Show the form, run the operation, and go to a page that still exists."""
        person = {"person": row.user.email}

        def act(form: AdminForm) -> str:
            do(form)
            return told % person

        address = reverse(then, args=[] if then.endswith("changelist") else [row.pk])
        return ask(self, request, form, act, title=title % person, then=address, **page)


def _roles(request: Request) -> list[tuple[str, Any]]:
    """The team roles with the program's names; all roles if the program has no team rules."""
    rules = rules_today(request)
    team = rules.admission.team if rules and rules.admission else None
    return [(role.code, role.name) for role in team.roles] if team else list(Member.Role.choices)
