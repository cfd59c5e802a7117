"""How to become a partner: the steps, with their times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.templatetags.admission import days_of
from programs.definition import MAIN_TRACK, Definition
from programs.definition.admission import Admission
from programs.definition.tracks import Level


@dataclass(frozen=True)
class Step:
    """One step of joining; ``text`` introduces the ``items``, ``after`` follows them."""

    title: str
    text: str
    items: Sequence[str] = ()
    after: str = ""


def steps(definition: Definition) -> list[Step]:
    """Return the steps in order; none if nobody can apply."""
    admission = definition.admission
    return list(_steps(admission, definition)) if admission else []


def _steps(admission: Admission, definition: Definition) -> Iterator[Step]:
    asked = len(admission.application.fields)
    answer = _("You get an answer within %(days)s.") % {"days": days_of(admission.application.review)}
    fields = ngettext("One question about your company.", "%(count)s questions about your company.", asked)
    yield Step(_("Submit application"), f"{fields % {'count': asked}} {answer}")
    if admission.verification:
        names = [str(document.name) for document in admission.verification.documents]
        wanted = (
            _("Enter your company's legal details and upload:") if names else _("Enter your company's legal details.")
        )
        checked = _("We check within %(days)s.") % {"days": days_of(admission.verification.review)}
        yield Step(_("Show who you are"), wanted, names, checked)
    if admission.verification and admission.verification.consent:
        code = admission.verification.consent.agreement
        name = next((one.name for one in definition.agreements if one.code == code), "")
        if name:
            yield Step(_("Accept the agreement"), name)
    entry = definition.track(MAIN_TRACK).entry.level
    level = definition.track(MAIN_TRACK).level(entry) if entry else None
    start = _("You start as %(level)s.") % {"level": level.name} if level else _("Your status is decided at the start.")
    acts = [one.to_do for one in level.grace.requires] if level and level.grace else []
    lost = _("Otherwise you lose %(level)s.") % {"level": level.name} if level and acts else ""
    yield Step(_("Start"), f"{start} {_first_days(level)}".strip(), acts, lost)


def _first_days(level: Level | None) -> str:
    """How long there is for what the first level requires; empty if it requires nothing."""
    if level is None or level.grace is None:
        return ""
    days = level.grace.days
    said = ngettext("You then have %(count)s day to:", "You then have %(count)s days to:", days)
    return said % {"count": days}
