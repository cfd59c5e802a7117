"""A notice in every language of the portal, and emails in that of their reader, worded when they are sent.

A notice counts as received when it was sent (B24-1.7.1). So its texts are kept as they were told, and never made again
from rules or templates that have changed since. Each person reads the one in their own language.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.conf import settings
from django.utils import translation

from accounts.models import User
from notices.operations import Draft, MailDraft
from programs.homes import own_language
from programs.models import Program, Staff


def in_every_language(language: str, write: Callable[[], Draft]) -> Draft:
    """The notice in the partner's language, with its texts in the others.

    ``write`` is called once in each language. It does nothing but word the notice.
    """
    draft = _written(language, write)
    others = {code: _written(code, write) for code, _name in settings.LANGUAGES if code != language}
    texts = {code: (other.subject, other.body) for code, other in others.items()}
    own = draft.subject, draft.body
    return replace(draft, language=language, texts={code: text for code, text in texts.items() if text != own})


def _written(language: str, write: Callable[[], Draft]) -> Draft:
    with translation.override(language):
        return write()


def to_each(people: Iterable[User], language: str, write: Callable[[User], MailDraft]) -> list[MailDraft]:
    """An email to each of these people in their own language; ``language`` is for those who haven't set one."""
    drafts = []
    for person in people:
        own = person.language or language
        with translation.override(own):
            drafts.append(replace(write(person), language=own))
    return drafts


def to_managers(program: Program, write: Callable[[User], MailDraft]) -> list[MailDraft]:
    """An email to each of the vendor's people, as ``to_each`` words it; needs a bound transaction."""
    return to_each(managers(program), own_language(program), write)


def managers(program: Program) -> list[User]:
    """The vendor's people who can sign in."""
    staff = Staff.objects.filter(program=program, user__is_active=True).select_related("user").order_by("pk")
    return [one.user for one in staff]
