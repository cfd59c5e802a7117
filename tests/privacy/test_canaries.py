"""Canaries in every table, file, email and log: nothing of them is left after an erasure but what a law keeps."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
import structlog

from clients.contacts import Contact, seal
from clients.models import Client
from common.actor import Actor
from common.tenancy import bind, bind_actor
from leads.deals.contacts import DealContact
from leads.deals.contacts import seal as seal_deal
from leads.models import Deal
from notices.models import Mail
from notices.operations import queue_mail
from partners.drafts.sealing import sealed
from partners.models import Application, Document, FormDraft, Identifier, Invitation, Member
from privacy.models import Erasure
from privacy.operations import UnableToErase, erase_by_address, erase_expired, erase_own
from privacy.queries import archive, find_data
from tests.cast import partner_actor, person, staff_actor
from tests.isolation.tenants import found
from tests.leads.network import rulebook_for
from tests.privacy.scan import claimed, impersonal, kept, plant, traces
from tests.walls.test_catalog import LEDGERS

pytestmark = pytest.mark.django_db
NOW, TODAY = datetime(2026, 3, 2, 12, tzinfo=UTC), date(2026, 3, 2)
NAME, ADDRESS, PHONE = "Zora Kanaryenko", "zora@canary-zq.example", "+357 99 765432"
WORDS = ("kanaryenko", "canary-zq", "99 765432", "99765432")
MENTION = f"{NAME} {ADDRESS} +35799-765432"  # no longer than the shortest column that people fill in
# What a company uploaded about itself stays with the partnership, whoever is named in it.
COMPANYS = {"partners_document.content"}
# Of accounts, not of a program: zora's own are there, and are looked at below.
SIGN_IN = ("account_", "accounts_user", "django_session", "usersessions_", "mfa_")


@pytest.fixture
def zora(program):
    """Somebody who applied, was invited, is a client's contact, and gets email."""
    user = person(ADDRESS, NAME)
    own = {"program": program, "applicant": user}
    with bind(program.pk):
        application = Application.objects.create(
            **own,
            state="submitted",
            company="Kestrel",
            answers={"contact": NAME, "phone": PHONE},
            legal={"director": NAME},
            affiliates=MENTION,
            started_at=NOW,
            saved_at=NOW,
        )
        Document.objects.create(
            program=program,
            application=application,
            purpose="registration",
            name=f"{NAME}.pdf",
            content_type="application/pdf",
            size=3,
            digest="d",
            content=MENTION.encode(),
            uploaded_by=user,
            uploaded_at=NOW,
        )
        Identifier.objects.create(program=program, application=application, kind="phone", value="+35799765432")
        Invitation.objects.create(
            program=program, email=ADDRESS, name=NAME, role="manager", state="sent", invited_by=user, invited_at=NOW
        )
        queue_mail(program_id=program.pk, to=ADDRESS, subject=NAME, text=MENTION, key=f"test/{ADDRESS}", now=NOW)
    return user


def erase_zora(program, manager, email=ADDRESS):
    """What the manager's page does."""
    actor = staff_actor(program, manager)
    with bind_actor(actor):
        return erase_by_address(actor=actor, program_id=program.pk, email=email, today=TODAY, now=NOW)


def test_nothing_of_a_person_is_left(program, site, charlie, zora, alpha):
    """The canary is in every text that anybody wrote, in own rows, in files and in the outbox."""
    tenant = found(program, site, "beacon", hostile=MENTION)
    tenant.user.name = "Beacon"
    tenant.user.save()
    with bind(program.pk):
        Client.objects.filter(program=program).update(contact=seal(Contact(NAME, ADDRESS, PHONE)))
        FormDraft.objects.filter(program=program).update(sealed=sealed({"contact": [MENTION]}))
        Deal.objects.filter(program=program).update(contact=seal_deal(DealContact(NAME, ADDRESS, PHONE)))
        missing = {column for column in claimed() - traces(WORDS) if not column.startswith(SIGN_IN)}
        left = plant(missing - {"notices_mail.sealed", "partners_formdraft.sealed"}, MENTION, program_id=program.pk)
    assert {name.split(".")[0] for name in left} <= set(LEDGERS), "only what nobody may change later has no canary"
    assert len(left) < len(claimed()) / 8
    with structlog.testing.capture_logs() as logs:
        row = erase_zora(program, charlie)
        with bind(program.pk):
            left = traces(WORDS)
    assert left - impersonal() - COMPANYS <= kept()
    with bind(program.pk):
        assert not FormDraft.objects.filter(program=program).exists(), "somebody else's draft named the person"
    assert left & kept(), "what the law keeps stays"
    assert not any(word in str(logs).lower() for word in WORDS)
    assert row.kept
    assert {"account", "applications", "documents", "invitations", "emails", "client_contacts"} <= set(row.rows)
    with bind(program.pk):
        assert not Document.objects.filter(uploaded_by=zora).exists()
    zora.refresh_from_db()
    assert not zora.is_active
    assert not zora.has_usable_password()


def test_others_keep_theirs(program, site, charlie, zora, alpha, alice):
    """The control: another person's rows and words stay as they are."""
    with bind(program.pk):
        queue_mail(program_id=program.pk, to=alice.email, subject="Hello", text="Zora sends her best", key="a", now=NOW)
    erase_zora(program, charlie)
    with bind(program.pk):
        assert Mail.objects.get(key="a").text == "Zora sends her best"
        assert Member.objects.filter(user=alice).exists()


def test_the_copy_holds_everything(program, zora):
    packed = archive(find_data(program.pk, ADDRESS))
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        names = opened.namelist()
        told = opened.read("data.json").decode()
    assert any(name.startswith("files/documents-") for name in names)
    assert all(word in told for word in (NAME, ADDRESS, PHONE))


def test_the_only_main_user_names_another_first(alpha, alice, program):
    with pytest.raises(UnableToErase, match="main user"):
        erase_own(actor=partner_actor(alpha, alice), user=alice, program=program, today=TODAY, now=NOW)


def test_an_account_of_another_program_stays(alpha, rita, program, delta):
    with bind(delta.program_id):
        Member.objects.create(program=delta.program, partner=delta, user=rita, role="sales")
    erase_own(actor=partner_actor(alpha, rita, "readonly"), user=rita, program=program, today=TODAY, now=NOW)
    rita.refresh_from_db()
    assert rita.is_active
    with bind(program.pk):
        assert not Member.objects.filter(user=rita).exists()


def test_staff_leave_first(program, charlie, erin):
    with pytest.raises(UnableToErase, match="on the program's staff"):
        erase_zora(program, charlie, charlie.email)


def test_the_night_erases_what_is_old(program, zora):
    system, rulebook = Actor.system(program.pk), rulebook_for(program)
    with bind(program.pk):
        Application.objects.filter(applicant=zora).update(state="declined", closed_at=NOW)
    assert erase_expired(actor=system, rulebook=rulebook, today=TODAY, now=NOW) == 0
    assert erase_expired(actor=system, rulebook=rulebook, today=date(2028, 3, 3), now=NOW) >= 3
    with bind(program.pk):
        assert Application.objects.get(applicant=zora).answers == {}
        assert Erasure.objects.get().cause == "retention"
