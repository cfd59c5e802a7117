"""First steps of a new partner: its profile and team; and of a new program: its agreement and first partner."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from partners.models import Member, Partner, ProfileRevision
from partners.profile.listing import required_fields
from programs.definition import Definition
from web.checklists import PARTNER, PROGRAM, Step, add_step


def _filled_in(actor: Actor, rules: Definition) -> QuerySet[Partner]:
    """The partner, once its card has everything, or its changes are with the vendor."""
    complete = Q()
    for name in required_fields(rules) or ["description"]:
        empty = (
            Q(logo=None)
            if name == "logo"
            else Q(**{name: []})
            if name in ("services", "languages")
            else Q(**{name: ""})
        )
        complete &= ~empty
    rows = ProfileRevision.objects.visible_to(actor).filter(state=ProfileRevision.State.PENDING)
    return Partner.objects.visible_to(actor).filter(complete | Q(pk__in=rows.values("partner")))


def _colleagues(actor: Actor, rules: Definition) -> QuerySet[Member]:
    return Member.objects.visible_to(actor).exclude(user=actor.user_id)


add_step(
    PARTNER,
    Step(
        code="profile",
        title=_("Complete your profile and directory card"),
        why=_("Clients search the directory by service, city and language. An empty card isn't shown."),
        button=_("Complete profile"),
        page="partners:profile_edit",
        permission="profile.edit",
        place=30,
        done=_filled_in,
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
        kept=lambda rules: rules.admission and rules.admission.team,
    ),
)
add_step(
    PROGRAM,
    Step(
        code="agreement",
        title=_("Write the partner agreement"),
        why=_("Applicants accept it, and partners download it with their data. It is part of the program file."),
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
        why=_("Accept an application, or import the partners that you have already."),
        button=_("Open partners"),
        page="admin:partners_partner_changelist",
        permission="rules.publish",
        place=70,
        done=lambda actor, rules: Partner.objects.visible_to(actor),
    ),
)
