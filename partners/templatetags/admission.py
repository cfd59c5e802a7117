"""Template tags that describe an application to its applicant."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.admission.progress import Progress
from partners.models import ApplicationEvent, Document
from programs.definition.forms import Deadline

register = template.Library()
Kind, Stage = ApplicationEvent.Kind, ApplicationEvent.Stage


@register.filter
def step_words(step: ApplicationEvent) -> str:
    """A history step in the applicant's words; empty for internal steps."""
    said = {
        Kind.STARTED: _("You started the application"),
        Kind.SUBMITTED: _("You submitted the application"),
        Kind.ASKED: _("We have a question for you"),
        Kind.ANSWERED: _("You answered"),
        Kind.APPROVED: _("The application was approved"),
        Kind.HANDED_IN: _("You submitted your company details and documents"),
        Kind.ACCEPTED: _("Your company was accepted as a partner"),
        Kind.DECLINED: _("The application was declined"),
        Kind.WITHDRAWN: _("You withdrew the application"),
    }
    return said.get(Kind(step.kind), "")


@register.filter
def of(documents: Mapping[str, list[Document]], purpose: str) -> list[Document]:
    """The files uploaded for a purpose."""
    return documents.get(purpose, [])


@register.filter
def days_of(deadline: Deadline) -> str:
    """The length of a deadline."""
    if deadline.counted == "working":
        return ngettext("%(days)s business day", "%(days)s business days", deadline.days) % {"days": deadline.days}
    return ngettext("%(days)s day", "%(days)s days", deadline.days) % {"days": deadline.days}


@register.filter
def days_left_words(progress: Progress) -> str:
    """How much of the deadline is left."""
    left = progress.left
    if left is None:
        return ""
    if left < 0:
        return _("We're late with this and are looking at it first.")
    if left == 0:
        return _("This is today.")
    if progress.counted == "working":
        return ngettext("%(days)s business day is left.", "%(days)s business days are left.", left) % {"days": left}
    return ngettext("%(days)s day is left.", "%(days)s days are left.", left) % {"days": left}
