"""The vendor's staff in the admin, for program administrators only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import AUDITED, allowed_to
from common.languages import listed
from common.moments import moment_words
from partners.models import Invitation
from partners.team.operations.staff import (
    change_staff_role,
    invite_staff,
    remove_staff,
)
from partners.tokens.admin import AdministratorsAdmin
from programs.models import Staff
from web.admin.decisions import Decision, to_list
from web.admin.forms import AdminForm
from web.fields import Line, Mailbox
from web.requests import Request

MOST_SHOWN = 30  # pending invitations; the list of invitations has them all


class InviteStaff(AdminForm):
    """Invites a person to the vendor's staff."""

    email = Mailbox(label=_("Email address"), max_length=254)
    name = Line(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Staff.Role.choices)


class StaffRole(AdminForm):
    """Chooses between partner manager and administrator."""

    role = forms.ChoiceField(label=_("Role"), choices=Staff.Role.choices)

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, initial={"role": staff.role}, **kwargs)


@admin.register(Staff)
class StaffAdmin(AdministratorsAdmin):
    """The vendor's staff in this program."""

    list_display = ("person", "email", "role_shown", "seen")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    search_help_text = _("Name or email address")
    ordering = ("user__email",)
    fields = ("person", "email", "role_shown", "rights", "seen")
    readonly_fields = ("person", "email", "role_shown", "rights", "seen")
    list_before_template = "partners/team/admin/staff.html"
    actions_list = ("invite",)
    actions_detail = ("role", "remove")

    invite = Decision(
        label=_("Invite someone"),
        icon="person_add",
        permission="staff.manage",
        form=InviteStaff,
        operation=invite_staff,
        title=_("Invite someone to the staff"),
        button=_("Invite"),
        told=_("We've sent the invitation to %(email)s."),
        intro=_("We email a link to this address. Staff sign in with two-step verification."),
    )
    role = Decision(
        label=_("Change the role"),
        icon="manage_accounts",
        permission="staff.manage",
        form=StaffRole,
        operation=change_staff_role,
        title=_("Role of %(person)s"),
        button=_("Save"),
        told=_("The role of %(person)s is changed."),
        then=to_list,
    )
    remove = Decision(
        label=_("Remove"),
        icon="person_remove",
        variant=ActionVariant.DANGER,
        permission="staff.manage",
        operation=remove_staff,
        title=_("Remove %(person)s from the staff"),
        danger=True,
        told=_("%(person)s is no longer on the staff."),
        intro=_("This person loses the management pages and vendor tokens immediately. Their account stays."),
        then=to_list,
    )

    def changelist_view(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list below who else administers the program, and the invitations that nobody answered yet."""
        sent = Invitation.objects.visible_to(request.actor).filter(partner=None, state=Invitation.State.SENT)
        own = Staff.objects.visible_to(request.actor).filter(user=request.user)
        more = {"invited": sent.order_by("invited_at", "pk")[:MOST_SHOWN], "everywhere": not own.exists()}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def get_queryset(self, request: Request) -> QuerySet[Staff]:
        return super().get_queryset(request).select_related("user")

    def words_about(self, row: Staff) -> dict[str, Any]:
        return {"person": row.user.email}

    @display(description=_("name"), ordering="user__name")
    def person(self, row: Staff) -> str:
        return str(row.user)

    @display(description=_("email address"), ordering="user__email")
    def email(self, row: Staff) -> str:
        return row.user.email

    @display(description=_("role"), ordering="role")
    def role_shown(self, row: Staff) -> str:
        return row.get_role_display()

    @display(description=_("decides on"))
    def rights(self, row: Staff) -> str:
        """What the role may do, in the words of the audit log; `manage.py permissions` prints the whole."""
        return listed(
            sorted({capfirst(str(AUDITED[code])) for code in allowed_to(f"staff/{row.role}") if code in AUDITED})
        )

    @display(description=_("last sign-in"), ordering="user__last_login")
    def seen(self, row: Staff) -> Any:
        return moment_words(row.user.last_login) if row.user.last_login else ""
