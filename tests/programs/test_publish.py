"""Publishing dated, numbered, immutable revisions, and clear refusals."""

from datetime import UTC, date, datetime
from inspect import Parameter, signature

import pytest
from django.db import DatabaseError, transaction

from common import events
from common.actor import Actor
from common.tenancy import bind
from programs.definition.problems import DefinitionInvalid
from programs.events import RevisionPublished
from programs.models import Program, Revision, Site, Staff
from programs.operations import FIRST_RULES, UnableToPublish, publish
from programs.queries import NothingPublished, definition, revisions
from tests.programs.files import SMALL, changed

pytestmark = pytest.mark.django_db

START = date(2025, 1, 1)
NOW = datetime(2025, 1, 1, 9, 0, tzinfo=UTC)
SECOND = changed(SMALL, "at_least = 200", "at_least = 300")


def nobody(_program):
    """Partners have no levels yet."""
    return {}


def published(source=SMALL, start=START, *, partners_on=nobody, actor=None, code="club"):
    return publish(
        actor=actor or Actor.system(None),
        program_code=code,
        source=source,
        effective_from=start,
        now=NOW,
        partners_on=partners_on,
    )


def test_the_first_revision_creates_the_program():
    revision = published()
    program = Program.objects.get()
    assert (program.code, program.name, program.time_zone) == ("club", "The Club", "Europe/Berlin")
    assert (revision.number, revision.effective_from, revision.published_at) == (1, START, NOW)
    assert revision.source == SMALL
    assert revision.definition["program"]["code"] == "club"


def test_each_day_uses_its_revision():
    """The first revision also applies to the days before it."""
    first = published()
    second = published(SECOND, date(2025, 7, 1))
    program = Program.objects.get()
    with bind(program.pk):
        known = revisions(program.pk)
        assert [known.at(day)[0] for day in (date(2020, 1, 1), START, date(2025, 6, 30))] == [first.pk] * 3
        assert [known.at(day)[0] for day in (date(2025, 7, 1), date(2030, 1, 1))] == [second.pk] * 2
        assert definition(program, date(2025, 6, 30)).track("status").level("second").keep[0].at_least == 200
        assert definition(program, date(2025, 7, 1)).track("status").level("second").keep[0].at_least == 300


def test_of_two_revisions_on_one_day_the_later_one_applies():
    published()
    second = published(SECOND)
    with bind(second.program_id):
        assert revisions(second.program_id).at(START)[0] == second.pk
    assert second.number == 2


def test_a_definition_is_parsed_once(django_assert_num_queries):
    revision = published()
    with bind(revision.program_id):
        revisions(revision.program_id)
        with django_assert_num_queries(1):
            revisions(revision.program_id)


def test_a_program_without_rules_raises_an_error():
    program = Program.objects.create(code="empty", name="Empty")
    with bind(program.pk), pytest.raises(NothingPublished):
        revisions(program.pk)


@pytest.mark.parametrize(
    ("source", "start", "says"),
    [
        (SMALL, date(2025, 7, 1), "already published as revision 1, in force from 2025-01-01"),
        (SECOND, date(2024, 12, 31), "start before that day"),
    ],
)
def test_definitions_that_cannot_take_effect_are_refused(source, start, says):
    published()
    with pytest.raises(UnableToPublish, match=says):
        published(source, start)
    with bind(Program.objects.get().pk):
        assert Revision.objects.count() == 1


def test_a_file_of_another_program_is_refused():
    with pytest.raises(UnableToPublish, match="describes the program club, not bitrix"):
        published(code="bitrix")
    assert not Program.objects.exists()


def test_an_invalid_file_leaves_nothing_behind():
    with pytest.raises(DefinitionInvalid):
        published(changed(SMALL, "every = 10", "every = 0"))
    assert not Program.objects.exists()


def test_a_level_with_partners_cannot_be_removed():
    published()
    renamed = changed(SECOND, 'code = "second"', 'code = "top"')
    with pytest.raises(UnableToPublish, match="no place for: 3 partners on second of status"):
        published(renamed, partners_on=lambda _: {("status", "second"): 3, ("status", "first"): 9, ("status", ""): 1})
    assert published(renamed, partners_on=lambda _: {("status", "second"): 0, ("status", ""): 2}).number == 2


def test_a_change_needs_the_check_for_partners():
    published()
    with pytest.raises(UnableToPublish, match="on which levels its partners stand"):
        published(SECOND, partners_on=FIRST_RULES)


def test_every_caller_passes_the_check_for_partners():
    """The check has no default: every caller passes it, or `FIRST_RULES` by name."""
    assert signature(publish).parameters["partners_on"].default is Parameter.empty
    published(partners_on=FIRST_RULES)
    with bind(Program.objects.get().pk):
        assert Revision.objects.count() == 1


def test_only_an_administrator_of_the_program_publishes():
    program_id = published().program_id
    for actor in (
        Actor("staff", 1, program_id, role=Staff.Role.MANAGER),
        Actor("staff", 1, program_id + 1, role=Staff.Role.ADMINISTRATOR),
        Actor("partner", 1, program_id, 1, "main"),
        Actor.visitor(program_id),
    ):
        with pytest.raises(PermissionError):
            published(SECOND, actor=actor)
    assert published(SECOND, actor=Actor("staff", None, program_id, role=Staff.Role.ADMINISTRATOR)).number == 2


def test_publishing_emits_an_event():
    told = []
    before = dict(events._reactions)
    events.subscribe({RevisionPublished: [told.append]})
    try:
        revision = published()
    finally:
        events.subscribe(before)
    assert told == [RevisionPublished(revision.program_id, revision.pk, START, NOW)]


def test_a_published_revision_never_changes():
    revision = published()
    for change in (
        lambda: Revision.objects.update(source=""),
        lambda: Revision.objects.all().delete(),
        lambda: Revision.objects.filter(pk=revision.pk).update(effective_from=date(2030, 1, 1)),
    ):
        with bind(revision.program_id), pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_not_even_the_owner_changes_a_revision():
    published()
    with pytest.raises(DatabaseError, match="append-only"):
        Revision.objects.using("owner").update(source="")


def test_revisions_are_seen_inside_their_own_program_only():
    revision = published()
    with bind(revision.program_id + 1):
        assert not Revision.objects.exists()
    with bind(revision.program_id, None):
        assert Revision.objects.get() == revision


@pytest.mark.rule("B24-15.2")
def test_sites_follow_the_newest_definition():
    published()
    assert [(site.host, site.language, site.currency) for site in Site.objects.all()] == [
        ("club.localhost", "de", "EUR")
    ]
    published(changed(SECOND, 'host = "club.localhost"\nlanguage = "de"', 'host = "club.example"\nlanguage = "en"'))
    assert [(site.host, site.language) for site in Site.objects.all()] == [("club.example", "en")]


def test_a_host_of_another_program_is_refused():
    published()
    other = changed(changed(SMALL, 'code = "club"', 'code = "guild"'), 'name = "The Club"', 'name = "Guild"')
    with pytest.raises(UnableToPublish, match=r"club\.localhost belongs to the program club"):
        published(other, code="guild")
    assert [program.code for program in Program.objects.all()] == ["club"]
