"""Notices about profile reviews and failed website checks."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from common.actor import Actor
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from partners.events import RevisionDecided, WebsiteMissed
from partners.models import ProfileRevision, WebsiteCheck
from partners.profile.fields import labels
from partners.profile.listing import removal_day

KIND = "profile"
WEBSITE_KIND = "website_without_products"


def tell_of_revision(event: RevisionDecided) -> None:
    """Tell the partner which changes were approved or declined, and why (B24-1.7.4)."""
    definition = event.rulebook.on(event.today)
    rows = ProfileRevision.objects.visible_to(Actor.system(event.program_id))
    revision = rows.get(pk=event.revision_id)
    changes = definition.admission.profile_changes if definition.admission else None
    shown: dict[str, Any] = {"approved": revision.state == ProfileRevision.State.APPROVED, "revision": revision}
    shown["fields"] = lambda: [labels(definition).get(key, key) for key in revision.changes]
    _tell(event, KIND, f"profile/{revision.pk}", "profile", shown, changes.clause if changes else "")


def tell_of_website(event: WebsiteMissed) -> None:
    """Tell the partner what the website check looked for, where, and when its card will be hidden (B24-1.4c)."""
    definition = event.rulebook.on(event.today)
    rows = WebsiteCheck.objects.visible_to(Actor.system(event.program_id))
    check = rows.get(pk=event.check_id)
    rule = definition.directory.website_check if definition.directory else None
    shown: dict[str, Any] = {
        "check": check,
        "words": rule.mentions if rule else [],
        "until": removal_day(event.today, definition),
        "reachable": check.outcome != WebsiteCheck.Outcome.UNREACHABLE,
    }
    _tell(event, WEBSITE_KIND, f"website/{check.pk}", "website", shown, rule.clause if rule else "")


def _tell(
    event: RevisionDecided | WebsiteMissed, kind: str, key: str, template: str, shown: dict[str, Any], clause: str
) -> None:
    def write() -> Draft:
        return Draft(
            partner_id=event.partner_id,
            kind=kind,
            key=key,
            on=event.today,
            clause=clause,
            link=reverse("partners:profile"),
            subject=render_to_string(f"notices/{template}_subject.txt", shown),
            body=render_to_string(f"notices/{template}.txt", shown),
        )

    language = languages_of(event.rulebook.program, [event.partner_id])[event.partner_id]
    send_notices(program_id=event.program_id, drafts=[in_every_language(language, write)], now=event.now)
