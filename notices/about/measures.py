"""Notices about restrictions, information requests and the end of a partnership."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from notices.languages import languages_of
from notices.operations import Draft, MailDraft, queue_mails, send_notices
from notices.wording import in_every_language, to_each
from partners.events import (
    InformationAnswered,
    InformationAsked,
    InformationReminded,
    MeasureLifted,
    MeasureTaken,
    PartnershipEnded,
    PartnershipResumed,
    TrademarkDecided,
)
from partners.models import InformationRequest, Partner, Restriction, TrademarkRequest
from programs.code_names import Names
from programs.definition import MAIN_TRACK, Definition
from programs.homes import own_language

# The notices of the restrictions that are no penalty, or block access; other penalties share one.
_TEMPLATES = {Restriction.Effect.DISCOUNT: "discount_lowered", Restriction.Effect.ACCESS: "access_blocked"}


def tell_of_end(event: PartnershipEnded) -> None:
    """The notice of termination. Former partners can still read it."""
    rule = event.rulebook.on(event.today).admission
    _tell(
        event,
        "termination",
        f"termination/{event.partner_id}/{event.on}",
        {"day": event.on, "reason": event.reason},
        reverse("notices:inbox"),
        rule.termination.clause if rule else "",
    )


def tell_of_resumption(event: PartnershipResumed) -> None:
    """Tell a partner that its partnership has been restored."""
    key = f"resumption/{event.partner_id}/{event.now.isoformat()}"
    _tell(event, "resumption", key, {"day": event.today}, reverse("portal:dashboard"), kind="termination")


def tell_of_measure(event: MeasureTaken) -> None:
    """Tell the partner what the restriction is, why, how long it lasts and what ends it early."""
    found = Restriction.objects.select_related("user").get(pk=event.restriction_id)
    what = _TEMPLATES.get(Restriction.Effect(found.effect), "penalty")
    kind = "penalty" if what != "discount_lowered" else _discount_kind(event.rulebook.on(event.today))
    _tell(
        event,
        what,
        f"measure/{found.pk}",
        {"measure": found, **_level(event, found)},
        reverse("partners:requests"),
        found.clause,
        kind=kind,
    )


def tell_of_lifting(event: MeasureLifted) -> None:
    """Tell the partner that the restriction was lifted."""
    found = Restriction.objects.select_related("user").get(pk=event.restriction_id)
    shown = {"measure": found, "discount": found.effect == Restriction.Effect.DISCOUNT}
    kind = _discount_kind(event.rulebook.on(event.today)) if shown["discount"] else "penalty"
    _tell(
        event,
        "measure_lifted" if found.effect in _TEMPLATES else "penalty_lifted",
        f"measure/{found.pk}/lifted",
        shown,
        reverse("partners:requests"),
        found.clause,
        kind=kind,
    )


def tell_of_question(event: InformationAsked) -> None:
    """Tell the partner what the vendor wants to know, and by when."""
    asked = InformationRequest.objects.get(pk=event.request_id)
    key = f"information/{asked.pk}"
    _tell(event, "information_request", key, {"asked": asked}, reverse("partners:requests"), _asking_clause(event))


def remind_of_question(event: InformationReminded) -> None:
    """Send the partner the question again, with its last day."""
    asked = InformationRequest.objects.get(pk=event.request_id)
    key = f"information/{asked.pk}/{event.today}/{asked.due_on}"
    _tell(event, "information_request", key, {"asked": asked}, reverse("partners:requests"), _asking_clause(event))


def _asking_clause(event: InformationAsked | InformationReminded) -> str:
    """The clause that lets the vendor ask."""
    rule = event.rulebook.on(event.today).admission
    return rule.information_requests.clause if rule and rule.information_requests else ""


def tell_of_answer(event: InformationAnswered) -> None:
    """Tell the person who asked that the partner has answered."""
    asked = InformationRequest.objects.select_related("asked_by", "partner").get(pk=event.request_id)
    if asked.asked_by is None or not asked.asked_by.is_active:
        return
    program = event.rulebook.program
    words = {"asked": asked, "program": program.called, "partner": asked.partner.name}

    def write(person: User) -> MailDraft:
        return MailDraft(
            to=person.email,
            key=f"information/{asked.pk}/answered",
            subject=render_to_string("notices/information_answered_subject.txt", words),
            text=render_to_string("notices/information_answered.txt", words),
            link=reverse("admin:partners_partner_change", args=[event.partner_id]),
        )

    drafts = to_each([asked.asked_by], own_language(program), write)
    queue_mails(program_id=event.program_id, drafts=drafts, now=event.now)


def tell_of_trademark(event: TrademarkDecided) -> None:
    """Tell the partner whether it may use the trademarks as requested."""
    asked = TrademarkRequest.objects.get(pk=event.request_id)
    rule = event.rulebook.on(event.today).admission
    clause = rule.trademarks.clause if rule and rule.trademarks else ""
    shown = {"asked": asked, "approved": asked.state == TrademarkRequest.State.APPROVED}
    _tell(event, "trademark", f"trademark/{asked.pk}", shown, reverse("partners:requests"), clause)


def _tell(
    event: Any, template: str, key: str, shown: Mapping[str, Any], link: str, clause: str = "", *, kind: str = ""
) -> None:
    """Put a notice into the partner's inbox."""
    program, today = event.rulebook.program, event.today
    language = languages_of(program, [event.partner_id])[event.partner_id]
    partner = Partner.objects.get(pk=event.partner_id)
    words = {**shown, "program": program.called, "partner": partner.name, "clause": clause}

    def write() -> Draft:
        return Draft(
            partner_id=partner.pk,
            kind=kind or template,
            key=key,
            on=today,
            clause=clause,
            link=link,
            subject=render_to_string(f"notices/{template}_subject.txt", words),
            body=render_to_string(f"notices/{template}.txt", words),
        )

    send_notices(program_id=program.pk, drafts=[in_every_language(language, write)], now=event.now)


def _level(event: MeasureTaken, found: Restriction) -> dict[str, str]:
    """The name of the level that a penalty leaves."""
    return {"level": Names(event.rulebook.on(event.today)).level(MAIN_TRACK, found.level) if found.level else ""}


def _discount_kind(definition: Definition) -> str:
    """The notice kind that the program defines for a lowered discount."""
    store = definition.store
    return (store.discount_cut.notice if store and store.discount_cut else "") or "discount_lowered"
