"""Shared test users, partners and programs. All fixtures are saved, and row-level security applies to them.

Two programs use the rules of their presets:

| fixture         | what it is                                                                     |
|-----------------|--------------------------------------------------------------------------------|
| `program`       | `bitrix24`, on `site` (bitrix24.localhost)                                     |
| `other_program` | `bitrix-2011`, on `other_site` (bitrix-2011.localhost)                         |
| `alpha`, `beta` | partners in `program`, accepted on 2025-03-10                                  |
| `delta`         | a partner in `other_program`                                                   |
| `alice`, `rita` | Alpha's main user, and its read-only member                                    |
| `bob`           | Beta's main user                                                               |
| `charlie`       | the vendor's partner manager in `program`; `erin` the same in `other_program`  |
| `dora`          | Delta's main user                                                              |
| `root`          | a superuser                                                                    |
| `visit`         | `visit(alice).get("/")`: a client signed in as a user, on `site` or another    |

Read and write a program's rows inside `with bind(program.id):` (common.tenancy). Actors come from
`staff_actor(program, charlie)`, `partner_actor(alpha, alice)`, `Actor.system(program.id)`.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.models import User
from common.actor import Actor
from common.tenancy import bind
from partners.models import Member, Partner
from programs.definition import Definition
from programs.definition.revisions import Revisions
from programs.models import Program, Site, Staff
from programs.operations import FIRST_RULES, publish
from programs.rulebook import Rulebook
from tests.kept import kept

ACCEPTED_ON = date(2025, 3, 10)
PUBLISHED_AT = datetime(2020, 1, 1, 9, 0, tzinfo=UTC)
PRESETS = Path(__file__).resolve().parents[1] / "programs" / "presets"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # The secret of everybody's authenticator app.


def open_program(preset: str, *, people: bool = True) -> Program:
    """The program of a preset, with its rules in force since 2020 and its sites.

    Without ``people``, it takes no applications and has no team, requests, agreements or contracting entities.
    """
    return kept(_published, preset, alone=True, people=people)


def _published(preset: str, *, people: bool) -> Program:
    text = (PRESETS / f"{preset}.toml").read_text(encoding="utf-8")
    revision = publish(
        program_code=preset,
        source=text if people else _without_people(text),
        effective_from=date(2020, 1, 1),
        actor=Actor.system(None),
        now=PUBLISHED_AT,
        partners_on=FIRST_RULES,
    )
    return revision.program


def _without_people(text: str) -> str:
    """The preset without the sections that open it to people."""
    text = text.partition("\n[texts.")[0] + "\n"  # translations of texts that are left out are mistakes
    parts = re.split(r"^(?=# --- )", text, flags=re.MULTILINE)
    kept = [part for part in parts if not part.startswith(("# --- Becoming a partner", "# --- Notices"))]
    return re.sub(r'^\[\[entities\]\]\n(?:.+\n)+|^entity = ".+"\n', "", "".join(kept), flags=re.MULTILINE)


def rulebook_with(program: Program, definition: Definition) -> Rulebook:
    """The program with the test's own rules, in force on every day."""
    return Rulebook(program, Revisions([(PUBLISHED_AT.date(), 0, definition)]))


def admit(program: Program, code: str, name: str, *, accepted_on: date = ACCEPTED_ON, **fields) -> Partner:
    """A partner's row, without the level and points that the engine would compute."""
    fields = {"country": "CY", "currency": "EUR", **fields}
    with bind(program.pk):
        return Partner.objects.create(program=program, code=code, name=name, accepted_on=accepted_on, **fields)


def person(email: str, name: str, **fields) -> User:
    """A user with a verified address."""
    user = User.objects.create_user(email, name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def secure(user: User) -> User:
    """The user with a second factor, which vendor staff need: an authenticator app with `TOTP_SECRET`."""
    TOTP.activate(user, TOTP_SECRET)
    return user


def join(partner: Partner, name: str, role: str = Member.Role.MAIN) -> User:
    """A user who is a member of the partner."""
    user = person(f"{name.lower()}@{partner.code}.example", name)
    with bind(partner.program_id):
        Member.objects.create(program_id=partner.program_id, partner=partner, user=user, role=role)
    return user


def hire(program: Program, name: str, role: str = Staff.Role.MANAGER) -> User:
    """A user who works for the vendor in the program, with a second factor."""
    user = secure(person(f"{name.lower()}@{program.code}.example", name, is_staff=True))
    with bind(program.pk):
        Staff.objects.create(program=program, user=user, role=role)
    return user


def partner_actor(partner: Partner, user: User, role: str = Member.Role.MAIN) -> Actor:
    """The actor for the user at the partner."""
    return Actor("partner", user.pk, partner.program_id, partner.pk, role)


def staff_actor(program: Program, user: User, role: str = Staff.Role.MANAGER) -> Actor:
    """The actor for the user at the vendor."""
    return Actor("staff", user.pk, program.pk, role=role)


def _site(program: Program, host: str) -> Site:
    return Site.objects.get(program=program, host=host)


@pytest.fixture
def program(db) -> Program:
    return open_program("bitrix24")


@pytest.fixture
def other_program(db) -> Program:
    return open_program("bitrix-2011")


@pytest.fixture
def site(program) -> Site:
    return kept(_site, program, "bitrix24.localhost", alone=True)


@pytest.fixture
def other_site(other_program) -> Site:
    return kept(_site, other_program, "bitrix-2011.localhost", alone=True)


@pytest.fixture
def alpha(program) -> Partner:
    return kept(admit, program, "alpha", "Alpha Works", alone=True)


@pytest.fixture
def beta(program) -> Partner:
    return kept(admit, program, "beta", "Beta Labs", alone=True)


@pytest.fixture
def delta(other_program) -> Partner:
    return kept(admit, other_program, "delta", "Delta House", alone=True)


@pytest.fixture
def alice(alpha) -> User:
    return kept(join, alpha, "Alice", alone=True)


@pytest.fixture
def rita(alpha) -> User:
    return kept(join, alpha, "Rita", Member.Role.READONLY, alone=True)


@pytest.fixture
def bob(beta) -> User:
    return kept(join, beta, "Bob", alone=True)


@pytest.fixture
def charlie(program) -> User:
    return kept(hire, program, "Charlie", alone=True)


@pytest.fixture
def dora(delta) -> User:
    return kept(join, delta, "Dora", alone=True)


@pytest.fixture
def erin(other_program) -> User:
    return kept(hire, other_program, "Erin", alone=True)


@pytest.fixture
def root(db) -> User:
    return secure(person("root@echelon.example", "Root", is_staff=True, is_superuser=True))


@pytest.fixture
def visit(site) -> Callable[..., Client]:
    """A client on the program's site, signed in if a user is given; `host` selects another site."""

    def client(user: User | None = None, *, host: str = "") -> Client:
        client = Client(headers={"host": host or site.host})
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client
