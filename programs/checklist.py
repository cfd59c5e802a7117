"""First steps of a new program, and of a fresh installation: what the portal needs before partners come."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.actor import Actor
from common.letters import has_mail_server
from programs.models import Program, Revision, Site, Staff
from web.checklists import INSTALLATION, PROGRAM, Rules, Step, add_step


def _rules(actor: Actor, rules: Rules) -> QuerySet[Revision]:
    return Revision.objects.filter(program_id=actor.program_id) if actor.program_id else Revision.objects.all()


def _real_sites(actor: Actor, rules: Rules) -> QuerySet[Site]:
    """Sites with an address that others can open."""
    sites = Site.objects.filter(program_id=actor.program_id) if actor.program_id else Site.objects.all()
    return sites.exclude(host__endswith="localhost")


def _administrators(actor: Actor, rules: Rules) -> QuerySet[User]:
    """Superusers, of all programs at once, and administrators of the program that is bound."""
    appointed = Staff.objects.filter(role=Staff.Role.ADMINISTRATOR)
    return User.objects.filter(Q(is_superuser=True) | Q(pk__in=appointed.values("user")), is_active=True)


add_step(
    PROGRAM,
    Step(
        code="rules",
        title=_("Publish the rules"),
        why=_("Levels, points and what each role may do follow from the program file."),
        button=_("Open rules"),
        page="admin:programs_revision_changelist",
        permission="rules.publish",
        place=10,
        done=_rules,
    ),
)
add_step(
    PROGRAM,
    Step(
        code="sites",
        title=_("Set up the sites"),
        why=_(
            "Partners and clients need a site with an address of your own, for example partners.example.com. "
            "Addresses that end in localhost work on this computer only."
        ),
        button=_("Open sites"),
        page="admin:programs_site_changelist",
        permission="rules.publish",
        place=20,
        done=_real_sites,
    ),
)
add_step(
    INSTALLATION,
    Step(
        code="production",
        title=_("Run in production mode"),
        why=_("Set ECHELON_ENV=production with your own keys and databases: docs/operations.md, “Environment”."),
        permission="rules.publish",
        place=10,
        done=lambda actor, rules: settings.PRODUCTION,
    ),
)
add_step(
    INSTALLATION,
    Step(
        code="program",
        title=_("Create a program with its site"),
        why=_("Run manage.py program publish CODE FILE: docs/writing-a-program.md."),
        permission="rules.publish",
        place=20,
        done=lambda actor, rules: Program.objects.filter(sites__isnull=False),
    ),
)
add_step(
    INSTALLATION,
    Step(
        code="administrator",
        title=_("Appoint an administrator"),
        why=_("Run manage.py createsuperuser. Administrators sign in at /admin/ of a site and invite everybody else."),
        permission="rules.publish",
        place=30,
        done=_administrators,
    ),
)
add_step(
    INSTALLATION,
    Step(
        code="mail",
        title=_("Connect a mail server"),
        why=_("Set EMAIL_URL and DEFAULT_FROM_EMAIL. Until then, emails are only files on the server."),
        permission="rules.publish",
        place=40,
        done=lambda actor, rules: has_mail_server(),
    ),
)
add_step(
    INSTALLATION,
    Step(
        code="jobs",
        title=_("Start the workers"),
        why=_("Levels, reminders and emails need the worker and the scheduler: docs/operations.md, “Production”."),
        permission="rules.publish",
        place=50,
        # Beat asks for the day every few minutes, and a worker opens it. Job runs would show one program's only.
        done=lambda actor, rules: Program.objects.filter(opened_on__isnull=False),
    ),
)
add_step(
    INSTALLATION,
    Step(
        code="signing",
        title=_("Provide the key that signs certificates"),
        why=_("Set CERTIFICATE_KEY_FILE and CERTIFICATE_CHAIN_FILE, so that readers can trust partners' certificates."),
        permission="rules.publish",
        place=60,
        done=lambda actor, rules: bool(settings.CERTIFICATE_KEY_FILE),
    ),
)
