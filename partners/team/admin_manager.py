"""The button on a partner's page that assigns its partner manager."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.models import User
from common.actor import Actor
from partners.models import Partner
from partners.team.operations.contact import assign_manager
from programs.models import Staff
from web.admin.decisions import Decision
from web.admin.forms import AdminForm
from web.forms import offer


class AssignManager(AdminForm):
    """The partner's contact at the vendor."""

    manager = forms.ChoiceField(label=_("Partner manager"), required=False)

    def __init__(self, *args: Any, actor: Actor, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = Staff.objects.filter(program_id=partner.program_id, user__is_active=True)
        self.people: dict[str, User] = {
            str(each.user_id): each.user for each in staff.select_related("user").order_by("user__name", "pk")
        }
        offer(self, "manager", [("", _("Nobody")), *((pk, str(user)) for pk, user in self.people.items())])
        self.initial.setdefault("manager", str(partner.manager_id or actor.user_id))

    @property
    def values(self) -> dict[str, Any]:
        """The chosen person; None for nobody."""
        return {"manager": self.people.get(self.cleaned_data["manager"])}


class ManagerActs(ModelAdmin):
    """Assigns the partner manager."""

    manager = Decision(
        label=_("Assign a manager"),
        icon="support_agent",
        form=AssignManager,
        operation=assign_manager,
        title=_("Partner manager of %(partner)s"),
        button=_("Save"),
        told=_("The partner manager was saved."),
        intro=_("The partner's people see the name and the email address on every page of their dashboard."),
        permission="partners.edit",
    )
