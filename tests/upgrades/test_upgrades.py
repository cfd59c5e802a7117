"""The database of every release is migrated and used: nothing is lost, and nothing means something else."""

import io
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client

from accounts.models import User
from accounts.operations import prove_address, set_up_app
from activities.models import Claim
from common.actor import Actor
from common.clock import now
from common.dates import DAY
from common.tenancy import bind
from demo.publishing import preset, publish_preset
from partners.models import Application, Card
from points.recount import recount
from portal.opening import catch_up
from programs.definition.load import reread
from programs.models import Program, Revision
from statuses.directory.searching import search
from tests.upgrades.releases import BEFORE, Release

HOST = "bitrix24.localhost"

# Tables whose rows a migration may change, and why.
CHANGED = {
    "mfa_authenticator": "encrypted since 0.3.0; test_second_steps_still_work reads them",
    "partners_cardtext": "cut into words in another way since 0.3.0; test_directory_is_searched reads them",
}
# Django's own lists of migrations, models and permissions, which follow the code.
OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}

_COLUMNS = """
SELECT old.table_name, array_agg(quote_ident(old.column_name) ORDER BY old.ordinal_position),
       array_agg(old.column_name ORDER BY old.ordinal_position) FILTER (WHERE new.column_name IS NULL)
FROM information_schema.columns old
LEFT JOIN information_schema.columns new
    ON new.table_schema = 'public' AND new.table_name = old.table_name AND new.column_name = old.column_name
WHERE old.table_schema = %s
GROUP BY 1 ORDER BY 1
"""


def test_every_row_is_kept_as_it_was(release: Release):
    """Old tables have the same rows in their old columns, but for the tables above."""
    assert different_tables() == set()


def test_control_a_changed_row_is_found(release: Release):
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE partners_partner SET city = 'Elsewhere' WHERE code = 'lindqvist-daten'")
        cursor.execute("ALTER TABLE partners_member DROP COLUMN role CASCADE")
        assert different_tables() == {"partners_partner", "partners_member"}
        transaction.set_rollback(True, using="owner")


def different_tables() -> set[str]:
    """The tables that have lost a column, or whose rows differ in a column from before."""
    found = set()
    with connections["owner"].cursor() as cursor:
        cursor.execute(_COLUMNS, [BEFORE])
        for table, columns, lost in cursor.fetchall():
            old, new = (f"SELECT {', '.join(columns)} FROM {schema}.{table}" for schema in (BEFORE, "public"))
            both = f"({old} EXCEPT ALL {new}) UNION ALL ({new} EXCEPT ALL {old})"
            if not lost:
                cursor.execute(f"SELECT EXISTS ({both})")
            if lost or cursor.fetchone() == (True,):
                found.add(table)
    return found - OF_DJANGO - set(CHANGED)


def test_standings_and_history_are_printed_as_the_release_printed_them(release: Release):
    for code, facts in release.programs.items():
        for table, options in {"standings": [], "history": ["--history"]}.items():
            out = io.StringIO()
            call_command("standings", code, "--as-of", facts["opened_on"], "--csv", *options, stdout=out)
            assert out.getvalue() == release.printed(code, table)


def test_definitions_mean_the_same(release: Release):
    """Every term that the release read from its revisions has the same value today.

    A term that came later isn't in these files, so it has its default. What the terms lead to is compared above: the
    standings and their history are replayed from the log under these revisions.
    """
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            revisions = list(Revision.objects.filter(program=program))
        assert revisions
        for revision in revisions:
            today = reread(revision.source).model_dump(mode="json")
            assert list(changes(revision.definition, today, program.code)) == []
        out = io.StringIO()
        call_command("program", "show", program.code, stdout=out)
        assert out.getvalue().startswith("Revision 1 of 1, ")


def changes(stored: Any, today: Any, place: str) -> Iterator[str]:
    """Where a stored definition says something else today."""
    if isinstance(stored, dict) and isinstance(today, dict):
        for key, value in stored.items():
            yield from changes(value, today.get(key), f"{place}.{key}")
    elif isinstance(stored, list) and isinstance(today, list) and len(stored) == len(today):
        for number, (value, other) in enumerate(zip(stored, today, strict=True)):
            yield from changes(value, other, f"{place}.{number}")
    elif stored != today:
        yield f"{place}: {stored!r} is {today!r}"


def test_pages_answer(release: Release):
    """The directory and a partner in it, the dashboard, the vendor's home, and the check of a certificate."""
    partner = User.objects.get(email="partner@example.com")
    manager = User.objects.get(email="manager@example.com")
    prove_address(actor=Actor.system(None), user=manager)
    set_up_app(actor=Actor.system(None), user=manager)
    assert "Söhne Datenwerk" in page("/partners/", None)
    assert "Söhne Datenwerk" in page("/partners/lindqvist-daten/", None)
    assert "Silver" in page("/dashboard/", partner)
    assert "Silver" in page("/dashboard/history/", partner)
    assert page("/admin/", manager)
    assert "Söhne Datenwerk" in page("/admin/partners/partner/", manager)
    assert [serial for serial in release.serials if serial not in page(f"/certificates/{serial}/", None)] == []


def test_directory_is_searched(release: Release):
    """Every listed partner is found by the first word of its name."""
    for program in Program.objects.all():
        for card in Card.objects.filter(program=program):
            found = search(program_id=program.pk, text=card.name.split()[0], size=50, exactly=True)
            assert card.code in {each.code for each in found.cards}


def test_second_steps_still_work(release: Release):
    """The app and the recovery codes that staff have from the release are accepted."""
    for step in release.second_steps:
        factors = Authenticator.objects.filter(user__email=step["email"])
        code = format_hotp_value(hotp_value(step["app_key"], next(yield_hotp_counters_from_time())))
        assert TOTP(factors.get(type="totp")).validate_code(code)
        assert RecoveryCodes(factors.get(type="recovery_codes")).get_unused_codes() == step["codes"]


def page(address: str, user: User | None) -> str:
    """The page that somebody gets."""
    client = Client(headers={"host": HOST})
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.headers.get("location"))
    return answer.content.decode()


def test_days_are_opened(release: Release):
    """The nights after the upgrade run, stored totals stay true, and the directory shows whom it showed."""
    until = release.opened_on + DAY
    listed = cards()
    for code in release.programs:
        program = Program.objects.get(code=code)
        with bind(program.pk):
            assert catch_up(program_id=program.pk, until=until, now=now()) == [until]
            assert recount(program_id=program.pk) == []
    assert cards() == listed


def cards() -> list[str]:
    """The codes of all partners in the directory."""
    return list(Card.objects.order_by("partner__code").values_list("partner__code", flat=True))


def test_the_demo_publishes_what_changed_and_starts(release: Release):
    """`make demo` on this data: a changed preset becomes a revision from today on; the second start adds nothing."""
    source = preset("bitrix24")
    program = Program.objects.get(code="bitrix24")
    with bind(program.pk):
        changed = not Revision.objects.filter(program=program, source=source).exists()
    assert (start(source) is not None) == changed
    with bind(program.pk):
        newest = Revision.objects.filter(program=program).order_by("number").last()
        assert newest.source == source
        assert Claim.objects.exists()
        assert Application.objects.exists()
    assert start(source) is None
    out = io.StringIO()
    call_command("standings", "bitrix24", "--as-of", str(release.opened_on), "--csv", "--history", stdout=out)
    assert out.getvalue() == release.printed("bitrix24", "history")


def start(source: str) -> Revision | None:
    """What the demo does with program and network when it starts."""
    revision = publish_preset(actor=Actor.system(None), source=source, today=now().date(), now=now())
    call_command("load-demo", "bitrix24", stdout=io.StringIO(), stderr=io.StringIO())
    return revision
