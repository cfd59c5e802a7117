"""Manager actions on a partner's page, other than level decisions (portal/admin/partners.py)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action

from accounts.permissions import may
from common.clock import now
from partners.measures import admin_forms as forms
from partners.measures.operations.requests import ask_information
from partners.measures.operations.restrictions import (
    lower_discount,
    restrict_access,
    write_note,
)
from partners.measures.rules import access_penalty, highest_discount
from partners.models import Member, Partner
from programs.definition import Definition
from programs.in_force import rulebook_in_force, rules_today
from web.admin.bound import program_today
from web.admin.decisions import ask, object_or_404, show
from web.requests import Request, StrOrPromise


class PartnerActs(ModelAdmin):
    """Buttons on a partner's page: information, notes, access, discount. Each is shown only if the rules allow it."""

    @action(description=_("Ask for information"), url_path="information", icon="quiz")
    def information(self, request: Request, object_id: str) -> HttpResponse:
        """Ask for information, with a deadline in the program's days (B24-1.7.2)."""
        partner = object_or_404(self, request, object_id)

        def act(form: forms.AskInformation, rules: Definition) -> str:
            asked = ask_information(
                actor=request.actor,
                partner=partner,
                rulebook=rulebook_in_force(request),
                question=form.cleaned_data["question"],
                today=program_today(request),
                now=now(),
            )
            told = {"partner": partner, "day": date_format(asked.due_on)}
            return _("Asked. The answer of %(partner)s is due on %(day)s.") % told

        return self._measure(
            request,
            partner,
            lambda rules: forms.AskInformation(_typed(request)),
            act,
            title=_("Ask %(partner)s for information"),
            button=_("Send the question"),
        )

    @action(description=_("Write a note"), url_path="note", icon="edit_note")
    def note(self, request: Request, object_id: str) -> HttpResponse:
        """Add an internal note."""
        partner = object_or_404(self, request, object_id)

        def act(form: forms.WriteNote) -> str:
            write_note(actor=request.actor, partner=partner, text=form.cleaned_data["text"], now=now())
            return str(_("Written down."))

        return ask(
            self,
            request,
            forms.WriteNote(_typed(request)),
            act,
            button=_("Write it down"),
            then=page_of(partner),
            title=_("Note about %(partner)s") % {"partner": partner},
        )

    @action(description=_("Block access"), url_path="access", icon="lock")
    def access(self, request: Request, object_id: str) -> HttpResponse:
        """Block one person's access, or everybody's (B24-14.4)."""
        partner = object_or_404(self, request, object_id)
        members = Member.objects.visible_to(request.actor).filter(partner=partner).select_related("user").order_by("pk")

        def form(rules: Definition) -> forms.BlockAccess:
            return forms.BlockAccess(
                _typed(request), today=program_today(request), partner=partner, members=list(members)
            )

        def act(form: forms.BlockAccess, rules: Definition) -> str:
            given: dict[str, Any] = {
                name: form.cleaned_data[name] for name in ("starts_on", "ends_on", "reason", "clause")
            }
            restrict_access(
                actor=request.actor,
                partner=partner,
                rulebook=rulebook_in_force(request),
                user=form.user,
                **given,
                today=program_today(request),
                now=now(),
            )
            return str(_("The access is blocked."))

        rules = rules_today(request)
        penalty = access_penalty(rules) if rules else None
        months = penalty.at_most_months if penalty else None
        intro: StrOrPromise = _("Whoever is blocked opens none of the partner's pages; their API tokens stop too.")
        if months:
            intro = f"{intro} {_('At most %(months)s months.') % {'months': months}}"
        return self._measure(
            request,
            partner,
            form,
            act,
            title=_("Block access at %(partner)s"),
            button=_("Block"),
            danger=True,
            intro=intro,
        )

    @action(description=_("Lower the discount"), url_path="discount", icon="percent")
    def discount(self, request: Request, object_id: str) -> HttpResponse:
        """Lower the discount for a limited time, with conditions (B24-3.6)."""
        partner, rules = object_or_404(self, request, object_id), rules_today(request)

        def act(form: forms.LowerDiscount, rules: Definition) -> str:
            lower_discount(
                actor=request.actor,
                partner=partner,
                rulebook=rulebook_in_force(request),
                **form.cleaned_data,
                today=program_today(request),
                now=now(),
            )
            return str(_("The discount is lowered."))

        highest = number_format(highest_discount(rules)) if rules else ""
        return self._measure(
            request,
            partner,
            lambda rules: forms.LowerDiscount(_typed(request), today=program_today(request)),
            act,
            title=_("Lower the discount of %(partner)s"),
            button=_("Lower"),
            danger=True,
            intro=_("It ends by itself on the last day, or when you lift it. The highest discount is %(highest)s %%.")
            % {"highest": highest},
        )

    def offered_acts(self, request: Request, partner: Any) -> list[str]:
        """The URLs of the actions that today's rules allow for the partner."""
        rules, actor = rules_today(request), request.actor
        lasts = partner.ended_on is None
        asks = rules and rules.admission and rules.admission.information_requests
        offered = {
            "note": may(actor, "partners.note"),
            "record": bool(rules) and may(actor, "activities.record"),
            "website": bool(rules and rules.directory and rules.directory.website_check),
            "information": bool(asks) and lasts and may(actor, "information.ask"),
            "exception": bool(rules) and may(actor, "partners.decide"),
            "termination": lasts and may(actor, "partners.decide"),
            "access": bool(rules and access_penalty(rules)) and lasts and may(actor, "partners.decide"),
            "discount": bool(rules and rules.store and rules.store.discount_cut)
            and lasts
            and may(actor, "partners.decide"),
        }
        return [path for path, given in offered.items() if given]

    def _measure(
        self,
        request: Request,
        partner: Partner,
        form: Callable[[Definition], Any],
        act: Callable[[Any, Definition], str],
        *,
        title: Any,
        **page: Any,
    ) -> HttpResponse:
        """Show the form, run the operation, and go back to the partner."""
        rules, title = rules_today(request), title % {"partner": partner}
        if rules is None:
            return show(self, request, "programs/admin/no_rules.html", title, partner=partner)
        return ask(
            self, request, form(rules), lambda form: act(form, rules), title=title, then=page_of(partner), **page
        )


def page_of(partner: Partner) -> str:
    """The partner's page in the admin."""
    return reverse("admin:partners_partner_change", args=[partner.pk])


def _typed(request: Request) -> Any:
    return request.POST if request.method == "POST" else None
