"""How requirements for activities are met: by passing a course where the program has it, or by a claim."""

from django.utils.translation import gettext as _

from activities.templatetags.claims import claim_link
from programs.definition import Definition
from programs.definition.requirements import Counted
from programs.definition.training import Course
from web.ways import Way, add_way


@add_way
def take_the_course(rules: Definition, requirement: Counted) -> Way | None:
    """The course's page, or that the vendor says where it is."""
    course = _course(rules, requirement)
    if course is None:
        return None
    title = _("Pass the course %(course)s") % {"course": course.name}
    if course.page:
        return Way(title=title, button=_("Take the course"), address=course.page)
    return Way(title=title, note=_("Ask us where to take it. We record it here once it is passed."))


def _course(rules: Definition, requirement: Counted) -> Course | None:
    """The course that a requirement asks for; of several, the first that says where it is taken."""
    training = rules.training
    if training is None or requirement.of != training.recorded.of:
        return None
    asked = requirement.where.get(training.recorded.attribute, [])
    codes = asked if isinstance(asked, list) else [asked]
    found = [course for course in training.courses if course.code in codes]
    return next((course for course in found if course.page), found[0] if found else None)


@add_way
def claim_it(rules: Definition, requirement: Counted) -> Way | None:
    """The claim form, for kinds of activities that partners claim."""
    kind = rules.activities.get(requirement.of)
    if kind is None or not kind.claim:
        return None
    address = claim_link(requirement)
    return Way(title=requirement.name, button=_("New claim"), address=address, permission="claims.submit")
