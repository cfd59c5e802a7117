"""Partners' team members in the admin (B24-7.2)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from common.moments import moment_words
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Invitation, Member
from partners.team.operations.members import (
    change_role,
    remove_member,
)
from programs.definition import Definition
from web.admin.decisions import Decision, to_list
from web.admin.filters import FieldFilter
from web.admin.forms import AdminForm
from web.forms import offer
from web.requests import Request

State = Invitation.State
_TONES = {State.WAITING: "warning", State.SENT: "info", State.ACCEPTED: "success", State.DECLINED: "danger"}


def roles_of(rules: Definition | None) -> list[tuple[str, Any]]:
    """Return the team roles with the program's names; all roles if the program has no team rules."""
    team = rules.admission.team if rules and rules.admission else None
    return [(role.code, role.name) for role in team.roles] if team else list(Member.Role.choices)


class ChangeRole(AdminForm):
    """Changes a member's role."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, member: Member, rules: Definition | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"role": member.role}, **kwargs)
        offer(self, "role", roles_of(rules))


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
    search_help_text = _("Partner's name or code, or the email address")
    ordering = ("partner__name", "user__email")
    fields = ("person", "email", "partner", "role_shown", "seen")
    readonly_fields = ("person", "email", "role_shown", "seen")
    actions_detail = ("role", "remove")

    role = Decision(
        label=_("Change the role"),
        icon="manage_accounts",
        form=ChangeRole,
        operation=change_role,
        title=_("Role of %(person)s"),
        button=_("Save"),
        told=_("The role of %(person)s is changed."),
    )
    remove = Decision(
        label=_("Remove from the team"),
        icon="person_remove",
        variant=ActionVariant.DANGER,
        operation=remove_member,
        title=_("Remove %(person)s from the team"),
        button=_("Remove"),
        danger=True,
        told=_("%(person)s is no longer on the team."),
        intro=_("This person loses access, file links and API tokens immediately. We notify them and the partner."),
        then=to_list,
    )

    def get_queryset(self, request: Request) -> QuerySet[Member]:
        return super().get_queryset(request).select_related("partner", "user")

    def words_about(self, row: Member) -> dict[str, Any]:
        return {"person": row.user.email}

    @display(description=_("name"), ordering="user__name")
    def person(self, row: Member) -> str:
        return str(row.user)

    @display(description=_("email address"), ordering="user__email")
    def email(self, row: Member) -> str:
        return row.user.email

    @display(description=_("role"), ordering="role")
    def role_shown(self, row: Member) -> str:
        return row.get_role_display()

    @display(description=_("last sign-in"), ordering="user__last_login")
    def seen(self, row: Member) -> Any:
        return moment_words(row.user.last_login) if row.user.last_login else ""
