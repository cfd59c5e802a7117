"""One row of each table of clients, for tests that ask the same of every table."""

from datetime import UTC, date, datetime

from django.db import models

from accounts.models import User
from clients.contacts import Contact, seal
from clients.keys import sealed
from clients.models import (
    AcceptedRules,
    Client,
    ClientLicence,
    ClientLook,
    ClientMove,
    ReferralCount,
    ReferralLink,
    ReferralSignUp,
    ReferralVisit,
)
from partners.models import Partner

NOW, ON = datetime(2026, 3, 1, 9, 0, tzinfo=UTC), date(2026, 2, 1)


def client_rows(partner: Partner, user: User, text: str) -> list[models.Model]:
    """A client with a license, and its history; every text is the given one."""
    own = {"program": partner.program, "partner": partner}
    client = Client.objects.create(
        **own,
        kind="on_premise",
        account=f"{partner.code}-client.bitrix24.com",
        company=text,
        country="CY",
        tax_id=text[:60],
        contact=seal(Contact(text, f"{partner.code}@client.example", "+35725000000")),
        origin="purchase",
        linked_on=ON,
        added_at=NOW,
    )
    licence = ClientLicence.objects.create(
        **own,
        seller=partner,
        kind="key",
        product="on_premise_50",
        plan=text,
        seats=50,
        starts_on=ON,
        reference=f"{partner.code}/{text}"[:120],
        register_by=date(2026, 2, 8),
        reason=text,
        opened_at=NOW,
        **sealed(f"AAAAA-BBBBB-CCCCC-DDDDD-{partner.code}"),
    )
    move = ClientMove.objects.create(
        program=partner.program,
        client=client,
        kind="moved",
        from_partner=partner,
        to_partner=partner,
        on=ON,
        reason=text,
        at=NOW,
    )
    look = ClientLook.objects.create(**own, what="contact", client=client, by=user, at=NOW)
    accepted = AcceptedRules.objects.create(**own, version=text[:64], by=user, at=NOW)
    return [client, licence, move, look, accepted, *referral_rows(client, text)]


def referral_rows(client: Client, text: str) -> list[models.Model]:
    """A link with a visit, its count, and a refused sign-up."""
    partner = client.partner
    own = {"program": partner.program, "partner": partner}
    link = ReferralLink.objects.create(**own, code=f"{partner.code}link"[:16], campaign=text[:60], made_at=NOW)
    visit = ReferralVisit.objects.create(**own, link=link, visitor=partner.code, on=ON, at=NOW)
    count = ReferralCount.objects.create(**own, link=link, month=ON, visits=1)
    sign_up = ReferralSignUp.objects.create(
        **own,
        link=link,
        account=f"{partner.code}-late.bitrix24.com",
        state="refused",
        cause="late",
        reason=text,
        on=ON,
        reported_at=NOW,
    )
    return [link, visit, count, sign_up]
