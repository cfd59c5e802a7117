"""Admin forms about requests and locations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from leads.models import LeadRequest
from leads.requests.queries import duplicates
from partners.models import Partner
from web.admin.forms import AdminForm
from web.fields import Lines


class Reason(AdminForm):
    """Why."""

    reason = Lines(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class Assign(Reason):
    """The partner to offer the request to."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), label=_("Partner"))
    field_order = ("partner", "reason")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["partner"]
        offered.queryset = Partner.objects.visible_to(actor).filter(ended_on=None)


class Merge(AdminForm):
    """The earlier request that goes on."""

    into = forms.ModelChoiceField(queryset=LeadRequest.objects.none(), label=_("Merge into"))

    def __init__(self, *args: Any, actor: Actor, lead: LeadRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["into"]
        offered.queryset = found = duplicates(actor, lead)
        offered.initial = found.first()
