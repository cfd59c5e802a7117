"""Manager actions on a partner's page, other than level decisions (portal/admin/partners.py)."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may
from common.numbers import percent
from partners.measures import admin_forms as forms
from partners.measures.operations.penalties import bar_from_leads, blacklist, remove_card
from partners.measures.operations.requests import ask_information
from partners.measures.operations.restrictions import (
    lower_discount,
    restrict_access,
    write_note,
)
from partners.measures.rules import access_penalty, asks_information, highest_discount, penalty_for
from partners.team.admin_manager import ManagerActs
from programs.request_rules import definition_in_force, rules_today
from web.admin.decisions import Asked, Decision
from web.requests import Request


def _due(asked: Asked) -> str:
    """When the partner's answer is due."""
    told = {"partner": asked.row, "day": date_format(asked.result.due_on)}
    return _("Question sent. The answer of %(partner)s is due on %(day)s.") % told


def _blocked(asked: Asked) -> str:
    """What a block does, and how long it may last."""
    penalty = access_penalty(definition_in_force(asked.request))
    months = penalty.at_most_months if penalty else None
    intro = str(_("Blocked users can't open this partner's pages, and their API tokens stop working."))
    return f"{intro} {_('At most %(months)s months.') % {'months': months}}" if months else intro


def _lowered(asked: Asked) -> str:
    """How a lowered discount ends."""
    highest = percent(highest_discount(definition_in_force(asked.request)))
    return _("It ends by itself on the last day, or when you lift it. The highest discount is %(highest)s.") % {
        "highest": highest
    }


class PartnerActs(ManagerActs):
    """Buttons on a partner's page: information, notes, access, discount. Each is shown only if the rules allow it."""

    # The answer has a deadline in the program's days (B24-1.7.2).
    information = Decision(
        label=_("Ask for information"),
        icon="quiz",
        form=forms.AskInformation,
        operation=ask_information,
        title=_("Ask %(partner)s for information"),
        button=_("Send the question"),
        told=_due,
        permission="information.ask",
        bulk=forms.AskInformation,
        bulk_kept=lambda request: asks_information(rules_today(request)),
        bulk_told=lambda asked: _("Answer due on %(day)s") % {"day": date_format(asked.due_on)},
    )
    note = Decision(
        label=_("Write a note"),
        icon="edit_note",
        form=forms.WriteNote,
        operation=write_note,
        title=_("Note about %(partner)s"),
        button=_("Save note"),
        told=_("Note saved."),
        permission="partners.note",
        bulk=forms.WriteNote,
    )
    # For one person or for everybody (B24-14.4).
    access = Decision(
        label=_("Block access"),
        icon="lock",
        form=forms.BlockAccess,
        operation=restrict_access,
        title=_("Block access at %(partner)s"),
        button=_("Block"),
        danger=True,
        told=_("The access is blocked."),
        intro=_blocked,
    )
    # For a limited time, with conditions (B24-3.6).
    discount = Decision(
        label=_("Lower discount"),
        icon="percent",
        form=forms.LowerDiscount,
        operation=lower_discount,
        title=_("Lower the discount of %(partner)s"),
        button=_("Lower"),
        danger=True,
        told=_("The discount is lowered."),
        intro=_lowered,
    )

    # Barred from leads, out of the directory, on the blacklist (B24-14.5 to 14.7).
    bar = Decision(
        label=_("Bar from client requests"),
        icon="do_not_disturb_on",
        form=forms.LastingPenalty,
        operation=bar_from_leads,
        title=_("Bar %(partner)s from client requests"),
        danger=True,
        told=_("Barred. The partner is notified."),
        intro=_("Open offers and reservations are withdrawn. Without an end date, it lasts until you lift it."),
    )
    unlist = Decision(
        label=_("Remove from the directory"),
        icon="visibility_off",
        form=forms.LastingPenalty,
        operation=remove_card,
        title=_("Remove %(partner)s from the directory"),
        danger=True,
        told=_("Removed. The partner is notified."),
        intro=_("The card disappears at once and returns after the last day, or when you lift the penalty."),
    )
    blacklist = Decision(
        label=_("Publish on the blacklist"),
        icon="person_off",
        form=forms.LastingPenalty,
        operation=blacklist,
        title=_("Publish %(partner)s on the blacklist"),
        danger=True,
        told=_("Published. The partner is notified."),
        intro=_("Anyone can read its name, country, the days and the clause, but not the reason."),
    )

    def offered_acts(self, request: Request, partner: Any) -> list[str]:
        """The URLs of the actions that today's rules allow for the partner."""
        rules, actor = rules_today(request), request.actor
        lasts = partner.ended_on is None
        offered = {
            "note": may(actor, "partners.note"),
            "manager": may(actor, "partners.edit"),
            "record": bool(rules) and may(actor, "activities.record"),
            "website": bool(rules and rules.directory and rules.directory.website_check),
            "information": asks_information(rules) and lasts and may(actor, "information.ask"),
            "exception": bool(rules) and may(actor, "partners.decide"),
            "termination": lasts and may(actor, "partners.decide"),
            "access": bool(rules and access_penalty(rules)) and lasts and may(actor, "partners.decide"),
            "discount": bool(rules and rules.store and rules.store.discount_cut)
            and lasts
            and may(actor, "partners.decide"),
        }
        penalties = {"bar": "lead_requests", "unlist": "card", "blacklist": "blacklist"}
        for path, effect in penalties.items():
            allowed = rules and penalty_for(rules, effect) and lasts
            offered[path] = bool(allowed) and may(actor, "partners.decide")
        return [path for path, given in offered.items() if given]
