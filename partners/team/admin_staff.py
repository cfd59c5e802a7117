"""The vendor's staff in the admin, for program administrators only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.permissions import require
from common.clock import now
from partners.team.operations.staff import (
    change_staff_role,
    invite_staff,
    remove_staff,
)
from partners.tokens.admin import AdministratorsAdmin
from programs.models import Staff
from web.admin.decisions import ask, object_or_404
from web.admin.forms import AdminForm
from web.requests import Request


class InviteStaff(AdminForm):
    """Invites a person to the vendor's staff."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Staff.Role.choices)


class StaffRole(AdminForm):
    """Chooses between partner manager and administrator."""

    role = forms.ChoiceField(label=_("Role"), choices=Staff.Role.choices)


@admin.register(Staff)
class StaffAdmin(AdministratorsAdmin):
    """The vendor's staff in this program."""

    list_display = ("person", "email", "role_shown", "seen")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    search_help_text = _("Name or e-mail address")
    ordering = ("user__email",)
    fields = ("person", "email", "role_shown", "seen")
    readonly_fields = ("person", "email", "role_shown", "seen")
    actions_list = ("invite",)
    actions_detail = ("role", "remove")

    def get_queryset(self, request: Request) -> QuerySet[Staff]:
        return super().get_queryset(request).select_related("user")

    @display(description=_("name"), ordering="user__name")
    def person(self, row: Staff) -> str:
        return str(row.user)

    @display(description=_("e-mail address"), ordering="user__email")
    def email(self, row: Staff) -> str:
        return row.user.email

    @display(description=_("role"), ordering="role")
    def role_shown(self, row: Staff) -> str:
        return row.get_role_display()

    @display(description=_("last sign-in"), ordering="user__last_login")
    def seen(self, row: Staff) -> Any:
        return row.user.last_login

    @action(description=_("Invite somebody"), url_path="invite", icon="person_add")
    def invite(self, request: Request) -> HttpResponse:
        """Invite somebody by email as partner manager or administrator."""
        require(request.actor, "staff.manage")

        def act(form: InviteStaff) -> str:
            invite_staff(actor=request.actor, program_id=request.program.pk, **form.cleaned_data, now=now())
            return _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}

        return ask(
            self,
            request,
            InviteStaff(request.POST or None),
            act,
            title=_("Invite somebody to the staff"),
            button=_("Invite"),
            then=reverse("admin:programs_staff_changelist"),
            intro=_("A mail with a link goes to the address. Staff signs in with a second factor."),
        )

    @action(description=_("Change the role"), url_path="role", icon="manage_accounts")
    def role(self, request: Request, object_id: str) -> HttpResponse:
        """Change the role from the next request on."""
        require(request.actor, "staff.manage")
        row = object_or_404(self, request, object_id)

        def act(form: StaffRole) -> str:
            change_staff_role(actor=request.actor, staff=row, role=form.cleaned_data["role"], now=now())
            return _("The role of %(person)s is changed.") % {"person": row.user.email}

        return ask(
            self,
            request,
            StaffRole(request.POST or None, initial={"role": row.role}),
            act,
            button=_("Save"),
            title=_("Role of %(person)s") % {"person": row.user.email},
            then=reverse("admin:programs_staff_changelist"),
        )

    @action(description=_("Remove"), url_path="remove", icon="person_remove", variant=ActionVariant.DANGER)
    def remove(self, request: Request, object_id: str) -> HttpResponse:
        """End the person's access to the admin from the next request on."""
        require(request.actor, "staff.manage")
        row = object_or_404(self, request, object_id)

        def act(form: AdminForm) -> str:
            remove_staff(actor=request.actor, staff=row, now=now())
            return _("%(person)s works for the program no more.") % {"person": row.user.email}

        return ask(
            self,
            request,
            AdminForm(request.POST if request.method == "POST" else None),
            act,
            danger=True,
            title=_("Remove %(person)s from the staff") % {"person": row.user.email},
            button=_("Remove"),
            then=reverse("admin:programs_staff_changelist"),
            intro=_("The management pages and the vendor's tokens of this person end at once; the account stays."),
        )
