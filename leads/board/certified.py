"""Who may work with clients: members who hold the certificate of the course that the program names (B24-11.2)."""

from django.db.models import Q

from accounts.models import User
from activities.models import Activity
from programs.definition import Definition
from programs.definition.training import Course


def needed_course(definition: Definition) -> str:
    """The code of the course that an assignee has passed; "" where the program asks for none."""
    work = definition.leads.work if definition.leads else None
    return work.certified if work and work.certified and definition.training else ""


def course_of(definition: Definition) -> Course | None:
    """The course that an assignee has passed; None where the program asks for none."""
    code, training = needed_course(definition), definition.training
    return training.course(code) if training and code else None


def is_certified(definition: Definition, *, partner_id: int, user: User) -> bool:
    """Whether the member has passed the course; true where the program asks for none. Bind the partner or the program.

    A course is recorded with the person's name or email address.
    """
    code, training = needed_course(definition), definition.training
    if not code or training is None:
        return True
    person = Q(subject__iexact=user.email)
    if user.name:
        person |= Q(subject__iexact=user.name)
    recorded = training.recorded
    rows = Activity.objects.effective().filter(person, partner_id=partner_id, kind=recorded.of)
    return rows.filter(**{f"attributes__{recorded.attribute}": code}).exists()
