"""Recording an activity from the partner's page: it shows name, currency and effect first, and stays there."""

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from accounts.permissions import require
from activities.forms import RecordActivity
from activities.operations import record_activity
from common.clock import now
from common.numbers import number
from partners.models import Partner
from portal.effects import Effect, effect_of_recording
from programs.request_rules import names_today, rulebook_in_force, rules_today
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import object_or_404, show
from web.fields import Code
from web.requests import Request

PERMISSION = "activities.record"


class RecordFor(RecordActivity):
    """An activity of one partner, with amounts in its currency. ``seen`` says for which input the effect was shown."""

    seen = Code(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["partner"]
        if "amount" in self.fields:
            self.fields["amount"].label = f"{_('Amount')} ({partner.currency})"
            self.fields["amount"].help_text = _("For example 1250.00.")

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments without the partner."""
        return {name: value for name, value in super().values.items() if name != "seen"}

    @property
    def mark(self) -> str:
        """Names what was filled in; call it on a valid form."""
        return sha256(repr(sorted(self.values.items(), key=str)).encode()).hexdigest()


class RecordingPage(BoundAdmin):
    """Records an activity of the page's partner."""

    @action(
        description=gettext_lazy("Record a sale"),
        url_path="record",
        icon="add_notes",
        variant=ActionVariant.PRIMARY,
    )
    def record(self, request: Request, object_id: str) -> HttpResponse:
        """Fill in a sale, or an activity of another kind; see the effect, record it, and return to the partner."""
        require(request.actor, PERMISSION)
        partner = object_or_404(self, request, object_id)
        rules = rules_today(request)
        kinds = rules.activities if rules else {}
        # The address without a kind is the sale's form; with an empty kind it is the choice of all kinds.
        code = request.GET.get("kind", rules.plain_sale if rules else "")
        if rules is None or code not in kinds:
            title = _("Record an activity of %(partner)s") % {"partner": partner}
            return show(self, request, "activities/admin/kinds.html", title, kinds=kinds.items())
        form = RecordFor(
            request.POST if request.method == "POST" else None,
            actor=request.actor,
            definition=rules,
            code=code,
            today=program_today(request),
            partner=partner,
        )
        effect: Effect | None = None
        looks = "look" in request.POST  # the script asks while somebody types (static/js/effect.js)
        if request.method == "POST" and form.is_valid():
            given = self._given(request, form)
            with form.refusals():
                effect = effect_of_recording(partner=partner, names=names_today(request), **given)
                if form.cleaned_data["seen"] == form.mark and not looks:
                    record_activity(partner=partner, **given)
                    messages.success(request, _said(effect))
                    page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
                    return HttpResponseRedirect(reverse(page, args=[partner.pk]))
                form.data = {**request.POST.dict(), "seen": form.mark}
        if looks:
            if effect is None:
                return HttpResponse(status=204)
            return render(request, "portal/admin/effect.html", {"effect": effect, "form": form})
        return show(
            self,
            request,
            "portal/admin/record.html",
            _("Record: %(kind)s") % {"kind": kinds[code].name},
            form=form,
            kind=kinds[code],
            partner=partner,
            effect=effect,
            back=reverse("admin:partners_partner_change", args=[partner.pk]),
        )

    def _given(self, request: Request, form: RecordFor) -> dict[str, Any]:
        return {
            "actor": request.actor,
            "rulebook": rulebook_in_force(request),
            "today": program_today(request),
            "now": now(),
            **form.values,
        }


def _said(effect: Effect) -> str:
    """What the activity changed, for the message above the page."""
    steps = [f"{step.track}: {step.before or '–'} → {step.after or '–'}." for step in effect.levels]
    steps += [f"{step.account}: {'+' if step.added > 0 else ''}{number(step.added)}." for step in effect.points]
    return " ".join([_("Recorded."), *steps, *effect.stays])
