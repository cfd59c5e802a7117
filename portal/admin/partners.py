"""Partners in the admin: the list, one partner's page, its explanation, and managers' decisions."""

from typing import Any

from django.contrib import admin
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.permissions import may
from activities.admin_acts import AchievementActs
from common.clock import now
from common.countries import country_name
from common.dates import DAY
from common.numbers import number
from meetings.admin_acts import MeetingActs
from partners.admin_filters import CountryFilter, PartnershipFilter, WebsiteFilter
from partners.joining import how_to_join
from partners.measures.admin_acts import PartnerActs
from partners.models import Partner
from partners.profile.admin_form import PartnerForm
from partners.profile.operations import PROFILE, edit_profile
from partners.websites.admin import WebsitePage
from portal.admin.partner_filters import MainLevelFilter, MeetingFilter, ReviewFilter
from portal.admin.recording import RecordingPage
from portal.admin.searching import PartnerSearch
from portal.admin.termination_effects import ending, what_ends
from portal.queries.dossier import PARTS, dossier, with_questions
from programs.definition import MAIN_TRACK
from programs.queries import revisions
from programs.request_rules import definition_in_force, names_today, rulebook_of_request, rules_today
from statuses.forms import GrantException, Terminate
from statuses.models import PlannedEnd
from statuses.operations import grant_exception
from statuses.penalties.admin_acts import PenaltyActs
from statuses.standing.admin_forms import Explain
from statuses.standing.queries import standing
from statuses.terminations import cancel_end, end_or_plan
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Asked, Decision, object_or_404, show
from web.admin.holdings import cards_of
from web.requests import Request


def _part(request: Request) -> str:
    """The tab that is asked for; a profile that is saved stays on its own."""
    asked = "profile" if request.method == "POST" else request.GET.get("part", "")
    return asked if asked in PARTS else "overview"


def _granted(asked: Asked) -> str:
    """The partner's new level."""
    track, level = asked.form.values["track"], asked.form.values["level"]
    level_name = asked.row.names.level(track, level)
    return _("%(partner)s is %(level)s now.") % {"partner": asked.row, "level": level_name}


def _ended(asked: Asked) -> str:
    """Whether the partnership has ended, or when it will."""
    if isinstance(asked.result, PlannedEnd):
        told = {"partner": asked.row, "day": date_format(asked.result.on - DAY)}
        return _("Scheduled. The last day of the partnership with %(partner)s is %(day)s.") % told
    return _("The partnership with %(partner)s has ended.") % {"partner": asked.row}


@admin.register(Partner)
class PartnerAdmin(
    RecordingPage, WebsitePage, PartnerActs, MeetingActs, AchievementActs, PenaltyActs, PartnerSearch, BoundAdmin
):
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
    times_without_fields = False
    change_form_template = "portal/admin/partner_form.html"
    change_form_outer_before_template = "portal/admin/standing.html"
    actions_detail = (
        "record",
        "explanation",
        {
            "title": _("Ask, note"),
            "icon": "edit_note",
            "items": ["information", "note", "meeting", "website", "manager"],
        },
        {"title": _("Decide"), "icon": "gavel", "items": ["exception", "discount", "termination", "cancel_end"]},
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
        operation=end_or_plan,
        title=_("Terminate %(partner)s"),
        danger=True,
        told=_ended,
        intro=what_ends,
    )
    cancel_end = Decision(
        label=_("Withdraw the termination"),
        path="cancel-end",
        icon="event_busy",
        operation=cancel_end,
        permission="partners.decide",
        title=_("Keep %(partner)s as a partner"),
        told=_("Withdrawn. The partnership goes on."),
        intro=_("The partnership goes on as if no end had been planned."),
    )

    def get_queryset(self, request: Request) -> QuerySet[Partner]:
        """Add level, review date and points of the main track."""
        rules = rules_today(request)
        account = rules.track(MAIN_TRACK).account if rules else ""
        rows = super().get_queryset(request)
        if "object_id" in getattr(request.resolver_match, "kwargs", {}):
            rows = with_questions(rows, request.actor, program_today(request))
        return rows.annotate(
            main=FilteredRelation("standings", condition=Q(standings__track=MAIN_TRACK)),
            held=FilteredRelation("accounts", condition=Q(accounts__code=account)),
        ).annotate(level=F("main__level"), review_on=F("main__review_on"), points=F("held__points"))

    def beginning(self, request: Request) -> str:
        """How partners join, while there are none."""
        return "" if Partner.objects.visible_to(request.actor).exists() else how_to_join(rules_today(request))

    def complete(self, request: Request, rows: Any) -> None:
        for row in rows:
            row.names = names_today(request)

    def get_form(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.rules = rules_today(request)
        return form

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Partner | None = None, **kwargs: Any
    ) -> HttpResponse:
        rulebook = rulebook_of_request(request)
        if obj is not None and rulebook:
            part = _part(request)
            context["dossier"] = dossier(obj, part, actor=request.actor, rulebook=rulebook, on=program_today(request))
            context["parts"], context["part_template"] = PARTS, f"portal/admin/dossier_{part}.html"
            if part == "sales":
                asked: dict[str, Any] = {"actor": request.actor, "zone": request.program.time_zone}
                context["cards"] = found = cards_of(obj.pk, **asked, rules=rules_today(request))
                context["none"] = [card.title for card in found if not card.number]
            if last := getattr(obj, "planned_end", None):
                context["last_day"] = last - DAY
                context["may_withdraw_end"] = may(request.actor, "partners.decide")
            if part == "overview" and last:
                context["ending"] = ending(request.actor, obj, names_today(request))
            context["administers"] = may(request.actor, "vendor_tokens.manage")
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_fieldsets(self, request: Request, obj: Partner | None = None) -> Any:
        """The profile on its tab; the other tabs have no form."""
        return super().get_fieldsets(request, obj) if _part(request) == "profile" or not rules_today(request) else ()

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
            *(["cancel-end"] if getattr(row, "planned_end", None) and may(request.actor, "partners.decide") else []),
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
        return number(row.points or 0)

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
