"""What partners' records hold of people: applicants, members, invited people, and words that may name somebody.

A company's records outlive its people: its name, agreement and registration documents stay with the partnership.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.events import publish
from common.personal.registry import Person, StrOrPromise, add_obstacle, add_tie, hold, mention, plain
from common.tenancy import bind
from partners.drafts.sealing import typed_into
from partners.events import MemberLeft
from partners.models import (
    ApiToken,
    Application,
    ApplicationEvent,
    Card,
    CardAnswer,
    CardLogo,
    Consent,
    Document,
    FormDraft,
    IdempotentAnswer,
    Identifier,
    InformationRequest,
    Invitation,
    Member,
    Note,
    Partner,
    ProfileRevision,
    Restriction,
    TrademarkRequest,
    WebsiteCheck,
)
from programs.models import Program, Staff

_OPEN = (Invitation.State.WAITING, Invitation.State.SENT)
_ENDED = (Application.State.DECLINED, Application.State.WITHDRAWN)


def _own(model: Any, user: str, **also: Any) -> Any:
    """Rows of the person's account in the program, by the column that names it."""

    def rows(person: Person) -> QuerySet[Any]:
        found = model.objects.filter(program_id=person.program_id, **also)
        return found.none() if person.user_id is None else found.filter(**{user: person.user_id})

    return rows


def _drafts(person: Person) -> QuerySet[FormDraft]:
    """The person's own drafts, and others' into which the address was typed: each is decrypted, few are kept."""
    drafts = FormDraft.objects.filter(program_id=person.program_id)
    named = [row.pk for row in drafts if any(person.address in text.lower() for text in typed_into(row).values())]
    return drafts.filter(Q(pk__in=named) | Q(user_id=person.user_id or 0))


def _old_applications(program_id: int, before: date) -> QuerySet[Application]:
    rows = Application.objects.filter(program_id=program_id, partner=None, closed_at__date__lt=before)
    return rows.filter(state__in=_ENDED).exclude(company="", answers={})


def _erase_applications(rows: QuerySet[Application], today: date, now: datetime) -> int:
    """Empty applications that did not become a partner; open ones are withdrawn."""
    rows.filter(state__in=Application.OPEN).update(state=Application.State.WITHDRAWN, closed_at=now)
    return rows.update(company="", answers={}, affiliates="", legal={}, question="", matches_cleared=[])


def _applied(row: Application) -> Iterable[str]:
    answers = row.answers if isinstance(row.answers, dict) else {}
    return [str(answers.get(code, "")) for code in ("contact", "name", "phone", "email")]


def _delete(rows: QuerySet[Any], today: date, now: datetime) -> int:
    return rows.delete()[0]


def _invitations(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(program_id=person.program_id, email__iexact=person.address)


def _old_invitations(program_id: int, before: date) -> QuerySet[Invitation]:
    return Invitation.objects.filter(program_id=program_id, invited_at__date__lt=before).exclude(email="")


def _erase_invitations(rows: QuerySet[Invitation], today: date, now: datetime) -> int:
    rows.filter(state__in=_OPEN).update(state=Invitation.State.WITHDRAWN)
    return rows.update(email="", name="", reason="", digest=None)


def _leave(rows: QuerySet[Member], today: date, now: datetime) -> int:
    """Take the person out of every team; what follows from leaving follows here too."""
    found = list(rows)
    for member in found:
        event = MemberLeft(member.program_id, member.partner_id, member.user_id, None, today, now)
        member.delete()
        publish(event)
    return len(found)


def _revoke(rows: QuerySet[ApiToken], today: date, now: datetime) -> int:
    rows.filter(revoked_at=None).update(revoked_at=now)
    return rows.update(name="")


def _works_here(program_id: int, user_id: int) -> StrOrPromise:
    """Staff leave the program first."""
    with bind(program_id):
        if Staff.objects.filter(program_id=program_id, user_id=user_id).exists():
            return _("This person is on the program's staff. An administrator must remove them first.")
    return ""


def _only_main_user(program_id: int, user_id: int) -> StrOrPromise:
    """A team keeps a main user."""
    with bind(program_id):
        for member in Member.objects.filter(program_id=program_id, user_id=user_id, role=Member.Role.MAIN):
            others = Member.objects.filter(partner=member.partner_id, role=Member.Role.MAIN).exclude(pk=member.pk)
            if not others.exists():
                return _("You are the only main user. Make someone else a main user first.")
    return ""


def _elsewhere(program_id: int, user_id: int) -> bool:
    """Whether another program knows the account."""
    for pk in Program.objects.exclude(pk=program_id).order_by("pk").values_list("pk", flat=True):
        with bind(pk):
            place = {"program_id": pk, "user_id": user_id}
            applied = Application.objects.filter(program_id=pk, applicant_id=user_id, state__in=Application.OPEN)
            if Member.objects.filter(**place).exists() or Staff.objects.filter(**place).exists() or applied.exists():
                return True
    return False


add_obstacle(_works_here)
add_obstacle(_only_main_user, own=True)
add_tie(_elsewhere)

hold(
    Document,
    "name content",
    code="documents",
    title=gettext_lazy("Files of an application"),
    rows=_own(Document, "uploaded_by_id", partner=None),
    erase=_delete,
    read=lambda row: {"name": row.name, "uploaded": row.uploaded_at},
    files=lambda row: {row.name: bytes(row.content)},
)
hold(
    Identifier,
    "value",
    code="identifiers",
    title=gettext_lazy("Numbers and domains of an application"),
    rows=_own(Identifier, "application__applicant_id", partner=None),
    erase=_delete,
)
hold(
    Application,
    "answers affiliates legal question matches_cleared",
    code="applications",
    title=gettext_lazy("Applications"),
    rows=_own(Application, "applicant_id", partner=None),
    erase=_erase_applications,
    read=lambda row: {"company": row.company, "answers": row.answers, "legal": row.legal, "sent": row.submitted_at},
    known=_applied,
    old=_old_applications,
    months=24,
)
hold(
    Invitation,
    "email name reason",
    code="invitations",
    title=gettext_lazy("Invitations"),
    rows=_invitations,
    erase=_erase_invitations,
    known=lambda row: [row.name],
    old=_old_invitations,
    months=12,
)
hold(
    FormDraft,
    "sealed",
    code="drafts",
    title=gettext_lazy("Drafts of forms"),
    rows=_drafts,
    erase=_delete,
    read=lambda row: {"form": row.form, "saved": row.at, "typed": typed_into(row)},
)
hold(
    ApiToken,
    "name",
    code="tokens",
    title=gettext_lazy("API tokens"),
    rows=_own(ApiToken, "user_id"),
    erase=_revoke,
    read=lambda row: {"name": row.name, "created": row.created_at, "last_used": row.last_used_at},
)
hold(
    Member,
    code="memberships",
    title=gettext_lazy("Teams"),
    rows=_own(Member, "user_id"),
    erase=_leave,
    read=lambda row: {"partner": row.partner.name, "role": row.role},
)

plain(Invitation, "digest")
plain(FormDraft, "form")
plain(ApiToken, "digest scopes")
plain(Application, "company host")
plain(Document, "purpose content_type digest")
mention(ApplicationEvent, "note")
mention(Partner, "website email phone city address description contact legal")
plain(Partner, "code name printable_name services languages")
mention(Card, "website email phone city description")
plain(Card, "code name services languages sort_name logo city_latin")
plain(CardLogo)  # a company's logo
plain(CardAnswer)  # words that more than a thousand cards have
mention(Consent, "text")
plain(Consent, "version")
mention(IdempotentAnswer, "body")
plain(IdempotentAnswer, "key request_digest headers")
mention(InformationRequest, "question answer")
mention(Note, "text")
mention(ProfileRevision, "before changes reason")
mention(Restriction, "conditions reason lifted_reason")
plain(Restriction, "clause level level_before")
mention(TrademarkRequest, "use note")
mention(WebsiteCheck, "address detail")
