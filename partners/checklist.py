"""First steps of a new partner: its profile and team; and of a new program: its agreement and first partner."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from partners.joining import how_to_join
from partners.models import Invitation, Member, Partner, ProfileRevision
from partners.profile.listing import moderated, required_fields
from programs.definition import MAIN_TRACK, Definition
from programs.models import Staff
from web.checklists import PARTNER, PROGRAM, Step, add_step


def _needed(rules: Definition) -> list[str]:
    return required_fields(rules) or ["description"]


def _empty(name: str) -> Q:
    return Q(logo=None) if name == "logo" else Q(**{name: [] if name in ("services", "languages") else ""})


def _filled_in(actor: Actor, rules: Definition) -> QuerySet[Partner]:
    """The partner, once its card has everything and the vendor approved it, where it has to."""
    approved = Q(moderated_on__isnull=False) if moderated(rules) else Q()
    for name in _needed(rules):
        approved &= ~_empty(name)
    return Partner.objects.visible_to(actor).filter(approved)


def _sent_in(actor: Actor, rules: Definition) -> QuerySet[ProfileRevision]:
    """Pending changes with which the card has everything."""
    rows = ProfileRevision.objects.visible_to(actor).filter(state=ProfileRevision.State.PENDING)
    for name in _needed(rules):
        kept = Partner.objects.visible_to(actor).exclude(_empty(name)).values("pk")
        changed = Q(logo__isnull=False) if name == "logo" else _changed(name)
        rows = rows.filter(changed | (~Q(changes__has_key=name) & Q(partner__in=kept)))
    return rows


def _changed(name: str) -> Q:
    """Changes with something in the field."""
    return Q(changes__has_key=name) & ~Q(**{f"changes__{name}": [] if name in ("services", "languages") else ""})


def _why_a_card(rules: Definition) -> str:
    """What the card is for, and from which level on the directory shows it."""
    levels = rules.track(MAIN_TRACK).levels if rules.directory else []
    place = next((at for at, level in enumerate(levels) if level.benefits.directory != "no"), None)
    if place is None:
        return gettext("We contact you with these details.")
    said = gettext("Clients search the directory by service, city and language.")
    if place:
        said += " " + gettext("It lists partners from %(level)s on.") % {"level": levels[place].name}
    return said + " " + gettext("An empty card isn't shown.")


def _colleagues(actor: Actor, rules: Definition) -> QuerySet[Member]:
    return Member.objects.visible_to(actor).exclude(user=actor.user_id)


def _invited(actor: Actor, rules: Definition) -> QuerySet[Invitation]:
    """Invitations that the vendor has to approve."""
    return Invitation.objects.visible_to(actor).filter(state=Invitation.State.WAITING)


def _other_staff(actor: Actor, rules: Definition) -> QuerySet[Staff]:
    return Staff.objects.visible_to(actor).exclude(user=actor.user_id)


def _invited_staff(actor: Actor, rules: Definition) -> QuerySet[Invitation]:
    """Invitations to the staff that nobody answered yet."""
    return Invitation.objects.visible_to(actor).filter(partner=None, state=Invitation.State.SENT)


def _on_their_way(actor: Actor, rules: Definition) -> tuple[QuerySet[Any], str]:
    """Invitations that were sent and that nobody has accepted yet."""
    return Invitation.objects.visible_to(actor).filter(state=Invitation.State.SENT), "email"


add_step(
    PARTNER,
    Step(
        code="profile",
        title=_("Complete your profile and directory card"),
        why=_why_a_card,
        button=_("Complete profile"),
        page="partners:profile_edit",
        permission="profile.edit",
        place=30,
        done=_filled_in,
        waits=_sent_in,
    ),
)
add_step(
    PARTNER,
    Step(
        code="team",
        title=_("Invite your team"),
        why=_("Colleagues sign in with their own account, and each sees what their role needs."),
        button=_("Invite people"),
        page="partners:team",
        permission="team.manage",
        place=40,
        done=_colleagues,
        waits=_invited,
        others=_on_their_way,
        others_words=_("Invited: %(who)s. This step is done once someone has joined."),
        kept=lambda rules: rules.admission and rules.admission.team,
    ),
)
add_step(
    PROGRAM,
    Step(
        code="staff",
        title=_("Invite your colleagues"),
        why=_(
            "Partner managers decide on applications, claims and requests. "
            "This step is done when one colleague has accepted your invitation."
        ),
        button=_("Open staff"),
        page="admin:programs_staff_changelist",
        permission="staff.manage",
        place=30,
        done=_other_staff,
        waits=_invited_staff,
    ),
)
add_step(
    PROGRAM,
    Step(
        code="agreement",
        title=_("Write the partner agreement"),
        why=_(
            "Applicants accept it, and partners download it. Write its text in the program file under [[agreements]], "
            "and publish the file again: docs/writing-a-program.md, “Becoming a partner”."
        ),
        button=_("Open rules"),
        page="admin:programs_revision_changelist",
        permission="rules.publish",
        place=50,
        done=lambda actor, rules: any(agreement.text for agreement in rules.agreements),
        kept=lambda rules: rules and rules.admission,
    ),
)
add_step(
    PROGRAM,
    Step(
        code="partner",
        title=_("Welcome your first partner"),
        why=how_to_join,
        button=_("Open applications"),
        page=lambda rules: reverse("admin:partners_application_changelist") if rules and rules.admission else "",
        permission="rules.publish",
        place=70,
        done=lambda actor, rules: Partner.objects.visible_to(actor),
    ),
)
