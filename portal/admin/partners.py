"""Partners in the admin: the list, one partner's page, its explanation, and managers' decisions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.permissions import may
from activities.admin_acts import AchievementActs
from common.clock import now
from common.countries import country_name
from meetings.admin_acts import MeetingActs
from partners.measures.admin_acts import PartnerActs
from partners.models import Partner
from partners.printing import name_problems
from partners.profile.operations import PROFILE, edit_profile
from partners.websites.admin import WebsitePage
from portal.admin.partner_filters import (
    CountryFilter,
    MainLevelFilter,
    MeetingFilter,
    PartnershipFilter,
    ReviewFilter,
    WebsiteFilter,
)
from portal.admin.searching import PartnerSearch
from portal.queries.dossier import dossier
from programs.definition import MAIN_TRACK
from programs.in_force import definition_in_force, names_today, rules_today
from programs.queries import revisions
from statuses.forms import GrantException, Terminate
from statuses.operations import grant_exception, terminate
from statuses.penalties.admin_acts import PenaltyActs
from statuses.standing.admin_forms import Explain
from statuses.standing.queries import standing
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Asked, Decision, object_or_404, show
from web.requests import Request


def _granted(asked: Asked) -> str:
    """The partner's new level."""
    track, level = asked.form.values["track"], asked.form.values["level"]
    level_name = asked.row.names.level(track, level)
    return _("%(partner)s is %(level)s now.") % {"partner": asked.row, "level": level_name}


class PartnerForm(forms.ModelForm):
    """A partner's profile, with a printable name if certificates need one."""

    def clean(self) -> dict[str, Any]:
        """The profile. Raises ValidationError beside the field for a name that certificates can't print."""
        found = super().clean() or self.cleaned_data
        if {"name", "printable_name"} <= found.keys():
            for field, said in name_problems(found["name"], found["printable_name"]).items():
                self.add_error(field, said)
        return found


@admin.register(Partner)
class PartnerAdmin(WebsitePage, PartnerActs, MeetingActs, AchievementActs, PenaltyActs, PartnerSearch, BoundAdmin):
    """Every partner of the program."""

    list_display = ("name", "code", "country_words", "level_words", "points_words", "review_words", "accepted_on")
    list_filter = (MainLevelFilter, CountryFilter, ReviewFilter, WebsiteFilter, MeetingFilter, PartnershipFilter)
    fieldsets = (
        (
            _("Company"),
            {
                "fields": (
                    "code",
                    "name",
                    "printable_name",
                    "country_words",
                    "city",
                    "address",
                    "website",
                    "email",
                    "phone",
                )
            },
        ),
        (_("In the directory"), {"fields": ("description", "services", "languages", "listed")}),
        (_("Status"), {"fields": ("accepted_on", "applied_on", "entry_level", "currency", "entity")}),
    )
    form = PartnerForm
    change_form_outer_before_template = "portal/admin/standing.html"
    formfield_overrides = {ArrayField: {"widget": UnfoldAdminTextInputWidget}}
    actions_detail = (
        "explanation",
        "record",
        {"title": _("Ask, note"), "icon": "edit_note", "items": ["information", "note", "meeting", "website"]},
        {"title": _("Decide"), "icon": "gavel", "items": ["exception", "discount", "termination"]},
        {
            "title": _("Penalties"),
            "icon": "policy",
            "items": ["access", "downgrade", "cancel", "revoke", "bar", "unlist", "blacklist"],
        },
    )

    exception = Decision(
        label=_("Grant an exception"),
        icon="gavel",
        form=GrantException,
        operation=grant_exception,
        title=_("Exception for %(partner)s"),
        button=_("Grant"),
        told=_granted,
        intro=_("A manager's decision that overrides the rules. The next review counts from its day."),
    )
    termination = Decision(
        label=_("Terminate"),
        icon="block",
        variant=ActionVariant.DANGER,
        form=Terminate,
        operation=terminate,
        title=_("Terminate %(partner)s"),
        danger=True,
        told=_("The partnership with %(partner)s has ended."),
        intro=_("The partner loses its levels on every track, its place in the directory and its benefits."),
    )

    def get_queryset(self, request: Request) -> QuerySet[Partner]:
        """Add level, review date and points of the main track."""
        rules = rules_today(request)
        account = rules.track(MAIN_TRACK).account if rules else ""
        return (
            super()
            .get_queryset(request)
            .annotate(
                main=FilteredRelation("standings", condition=Q(standings__track=MAIN_TRACK)),
                held=FilteredRelation("accounts", condition=Q(accounts__code=account)),
            )
            .annotate(level=F("main__level"), review_on=F("main__review_on"), points=F("held__points"))
        )

    def complete(self, request: Request, rows: Any) -> None:
        for row in rows:
            row.names = names_today(request)

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Partner | None = None, **kwargs: Any
    ) -> HttpResponse:
        rules = rules_today(request)
        if obj is not None and rules:
            context["dossier"] = dossier(obj, actor=request.actor, definition=rules, on=program_today(request))
            context["acts"] = self.offered_acts(request, obj)
            context["administers"] = may(request.actor, "vendor_tokens.manage")
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_change_permission(self, request: Request, obj: Any = None) -> bool:
        return may(request.actor, "partners.edit")

    def offered(self, request: Request, row: Partner) -> list[str]:
        """What the user may do with this partner under today's rules."""
        return [
            "explanation",
            *self.offered_acts(request, row),
            *self.offered_meetings(request, row),
            *self.offered_achievements(request, row),
            *self.offered_penalties(request, row),
        ]

    def get_readonly_fields(self, request: Request, obj: Partner | None = None) -> list[str]:
        """Fields that are not part of the profile: the partnership terms, which the rules depend on."""
        shown = [field for _title, options in self.fieldsets for field in options["fields"]]
        return [field for field in shown if field not in PROFILE]

    def save_model(self, request: Request, obj: Partner, form: Any, change: bool) -> None:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        edit_profile(actor=request.actor, partner=obj, changes=changes, today=program_today(request), now=now())

    @display(description=_("country"), ordering="country")
    def country_words(self, row: Any) -> str:
        return country_name(row.country)

    @display(description=_("level"), ordering="level")
    def level_words(self, row: Any) -> str:
        return row.names.level(MAIN_TRACK, row.level or "")

    @display(description=_("points"), ordering="points")
    def points_words(self, row: Any) -> str:
        return number_format(row.points or 0, force_grouping=True)

    @display(description=_("next review"), ordering="review_on")
    def review_words(self, row: Any) -> Any:
        return row.review_on

    @action(description=_("Explanation"), url_path="explanation", icon="help")
    def explanation(self, request: Request, object_id: str) -> HttpResponse:
        """Explain the partner's level on any day, what is missing, and the next review's outcome."""
        partner, today = object_or_404(self, request, object_id), program_today(request)
        rules = definition_in_force(request)
        form = Explain(request.GET or None, accepted_on=partner.accepted_on, today=today, definition=rules)
        asked = {"partner": partner, "revisions": revisions(request.program.pk), "as_of": form.day}
        try:
            tracks = standing(**asked, level=form.asked_level)
        except KeyError:
            form.add_error("level", _("The rules of that day don't have this level."))
            tracks = standing(**asked)
        return show(
            self,
            request,
            "portal/admin/explanation.html",
            _("Explanation: %(partner)s") % {"partner": partner},
            partner=partner,
            form=form,
            tracks=tracks,
            names=names_today(request),
        )

    @action(description=_("Record an activity"), url_path="record", icon="add_notes")
    def record(self, request: Request, object_id: str) -> HttpResponse:
        """Open the form for recording an activity with this partner filled in."""
        partner = object_or_404(self, request, object_id)
        return HttpResponseRedirect(
            f"{reverse('admin:activities_activity_add')}?{urlencode({'partner': partner.code})}"
        )
