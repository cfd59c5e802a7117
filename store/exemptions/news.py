"""Notices about requests for a tax exemption."""

from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse

from common.actor import Actor
from common.tenancy import bind
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from store.exemptions.events import ExemptionChanged
from store.models import ExemptionRequest


def tell_of_exemption(event: ExemptionChanged) -> None:
    """Tell the partner that its request arrived, was withdrawn, or what was decided."""
    row = ExemptionRequest.objects.visible_to(Actor.system(event.program_id)).get(pk=event.request_id)
    store = event.rulebook.on(event.today).store
    with bind(event.program_id):
        spoken = languages_of(event.rulebook.program, [row.partner_id])
    write = partial(_draft, row, event, store.payment.clause if store else "")
    draft = in_every_language(spoken[row.partner_id], write)
    send_notices(program_id=event.program_id, drafts=[draft], now=event.now)


def _draft(row: ExemptionRequest, event: ExemptionChanged, clause: str) -> Draft:
    shown = {"what": event.what, "asked": row}
    subject = " ".join(render_to_string("store/notices/exemption_subject.txt", shown).split())
    body = render_to_string("store/notices/exemption.txt", shown)
    key, link = f"exemption/{row.pk}/{event.what}", reverse("store:exemption")
    return Draft(row.partner_id, "tax_exemption", key, event.today, subject, body, clause=clause, link=link)
