"""Two programs with three partners. Every row contains words that nobody else may read.

A word is `<Tenant>zqp<kind>`. `private` is for the partner and its vendor only. `public` may also be seen by visitors
of the program's own site, but nowhere else. `person` is in the name and address of its user, who may see them anywhere.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchVector
from django.db import connection, models
from django.db.models import Value

from accounts.models import AuditEntry, User
from activities.models import Activity
from common.tenancy import bind
from desk.models import Assignment, SavedView
from notices.models import Notice
from partners.drafts.sealing import sealed
from partners.models import Card, CardAnswer, CardLogo, CardText, CardWord, FormDraft, Member, Partner, PartnerText
from points.models import Account, Entry, Watermark
from privacy.models import Erasure
from programs.models import FormAnswer, JobRun, Program, PublicChange, Revision, Site, Staff
from reports.models import ReportMail
from statuses.models import Certificate, Decision, PlannedEnd, Standing, StatusChange
from tests import cast
from tests.clients.rows import client_rows
from tests.isolation.lead_rows import lead_rows
from tests.isolation.people import people_rows
from tests.meetings.rows import meeting_rows
from tests.nfr.rows import nfr_rows
from tests.store.bonuses.rows import bonus_rows
from tests.store.cards.rows import card_rows
from tests.store.exemptions.rows import exemption_request
from tests.store.invoices.rows import invoice_rows
from tests.store.kyc.rows import kyc_rows
from tests.store.payments.rows import payment_rows
from tests.store.provisioning.rows import provisioning_rows
from tests.store.quotes.rows import quote_rows
from tests.store.renewals.rows import renewal_rows
from tests.store.rows import store_rows

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ON = date(2026, 2, 1)


@dataclass
class Tenant:
    """A partner and everything it owns. `rows` maps each model to one row."""

    word: str
    site: Site
    partner: Partner
    user: User
    rows: dict[type[models.Model], Any] = field(default_factory=dict)

    @property
    def private(self) -> str:
        """In every row that only the partner and its vendor may see."""
        return f"{self.word}zqprivate"

    @property
    def public(self) -> str:
        """In every text that the public of its own program may see."""
        return f"{self.word}zqpublic"

    @property
    def person(self) -> str:
        """The name of its user, who may see it on any host."""
        return f"{self.word}zqperson"


def found(program: Program, site: Site, code: str, *, hostile: str = "") -> Tenant:
    """A partner with one row in every table that belongs to a partner or a program.

    With ``hostile``, every text is that text instead of the tenant's words.
    """
    word = code.capitalize()
    public, private = hostile or f"{word}zqpublic", hostile or f"{word}zqprivate"
    shown = {
        "website": f"https://{public.lower()}.example",
        "email": f"mail@{public.lower()}.example",
        "phone": public,
        "city": public,
        "description": public,
        "services": [public],
        "languages": [public],
    }
    partner = cast.admit(program, code, public, address=private, **shown)
    user = cast.join(partner, f"{word}zqperson")
    if hostile:
        user.name = hostile
        user.save()
    tenant = Tenant(word, site, partner, user)
    with bind(program.pk):
        rows = [
            partner,
            Member.objects.get(partner=partner),
            *_program_rows(program),
            *_partner_rows(partner, shown, private),
        ]
        rows += people_rows(partner, user, private)
        rows += lead_rows(partner, user, private)
        rows += client_rows(partner, user, private)
        rows += bonus_rows(partner, user, private)
        rows += store_rows(partner, user, private)
        rows += quote_rows(partner, user, private)
        rows.append(exemption_request(partner, user, private))
        rows += kyc_rows(partner, user, private)
        rows += renewal_rows(partner, private)
        rows += meeting_rows(partner, user, private)
        rows += nfr_rows(partner, user, private)
        rows += invoice_rows(partner, private)
        rows += payment_rows(partner, private)
        rows.append(Erasure.objects.create(program=program, cause="retention", at=NOW, rows={"emails": 1}))
        mail = ReportMail(program=program, user=user, report="network", every="week", started_at=NOW, sent_for=ON)
        mail.save()
        rows.append(mail)
        typed = sealed({"city": [private]})
        rows.append(
            FormDraft.objects.create(program=program, partner=partner, user=user, form="profile", sealed=typed, at=NOW)
        )
        view = SavedView(program=program, user=user, page="partners.partner", name=private, saved_at=NOW)
        view.save()
        rows.append(view)
        rows.append(
            Assignment.objects.create(
                program=program, user=user, page="partners.partner", row_id=partner.pk, assigned_at=NOW
            )
        )
        rows += provisioning_rows(partner, private)
        rows += card_rows(partner, private)
    tenant.rows = {type(row): row for row in rows} | {User: user, Site: site, Program: program}
    return tenant


def _program_rows(program: Program) -> list[models.Model]:
    jobrun, _ = JobRun.objects.get_or_create(program=program, job="day", day=ON, defaults={"started_at": NOW})
    watermark, _ = Watermark.objects.get_or_create(program=program, defaults={"active_on": ON})
    answer, _ = FormAnswer.objects.get_or_create(program=program, digest="digest", defaults={"sealed": "x", "at": NOW})
    return [
        jobrun,
        watermark,
        answer,
        Revision.objects.get(program=program),
        Staff.objects.filter(program=program).first(),
    ]


def _partner_rows(partner: Partner, shown: dict, private: str) -> list[models.Model]:
    program = partner.program
    own = {"program": program, "partner": partner}
    on_track = {**own, "track": "status", "on": ON}
    definition = Revision.objects.get(program=program).definition
    level = definition["tracks"][0]["levels"][1]["code"]
    activity = Activity.objects.create(
        **own,
        kind="sale",
        on=ON,
        amount=777,
        quantity=1,
        subject=private,
        reference=private,
        reason=private,
        recorded_at=NOW,
    )
    decision = Decision.objects.create(**on_track, kind="exception", level=level, reason=private, recorded_at=NOW)
    card = Card.objects.create(
        **own,
        code=partner.code,
        name=partner.name,
        country=partner.country,
        level=level,
        level_rank=1,
        featured=False,
        points=77,
        accepted_on=partner.accepted_on,
        **shown,
    )
    return [
        activity,
        decision,
        card,
        CardText.objects.create(card=card, program=program, search=SearchVector(Value(card.name))),
        PartnerText.objects.create(**own, search=SearchVector(Value(private))),
        CardWord.objects.create(program=program, lexeme=partner.code),
        CardAnswer.objects.create(program=program, asked=partner.code, close="", closest="", ids=[card.pk]),
        CardLogo.objects.create(card=card, digest=partner.code, image=b"no picture"),
        Account.objects.create(**own, code=definition["tracks"][0].get("account") or "main", points=77),
        Entry.objects.create(
            **own,
            account="main",
            points=77,
            earned_on=ON,
            expires_on=date(2027, 2, 1),
            activity=activity,
            rule=private,
            key=private,
            reason=private,
            posted_at=NOW,
        ),
        PlannedEnd.objects.create(**own, on=date(2027, 2, 1), reason=private, planned_at=NOW),
        Standing.objects.create(**own, track="status", level=level, since=ON, confirmed_on=ON, assessed_on=ON),
        StatusChange.objects.create(
            **on_track,
            seq=1,
            to_level=level,
            cause="exception",
            revision=Revision.objects.get(program=program),
            verdict={"note": private},
            decision=decision,
            decided_at=NOW,
        ),
        Certificate.objects.create(
            **own,
            track="status",
            serial=serial_of(partner),
            holder=partner.name,
            level=level,
            level_name=level,
            issued_on=ON,
            valid_until=date(2027, 1, 31),
        ),
        Notice.objects.create(**own, kind="news", key=private, on=ON, subject=private, body=private, sent_at=NOW),
    ]


def serial_of(partner: Partner) -> str:
    """A serial number that no page finds, because it is none."""
    return f"{partner.code}-0001"


def stored(tenant: Tenant) -> dict[str, dict]:
    """Every row of the tenant as it is in the database now, by table, ignoring changes made by signing in."""
    rows = [(model._meta.db_table, model._meta.pk.column, row.pk) for model, row in tenant.rows.items()]
    each = (f"SELECT '{table}', to_jsonb({table}) FROM {table} WHERE {key} = %s" for table, key, _ in rows)
    with bind(tenant.partner.program_id), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each), [pk for *_, pk in rows])
        found = {table: json.loads(row) if isinstance(row, str) else row for table, row in cursor.fetchall()}
    found.get(User._meta.db_table, {}).pop("last_login", None)
    return found


def models_of_tenants() -> set[type[models.Model]]:
    """Every model of ours with a program or a partner. Each tenant needs a row of each.

    A change of a public page holds nothing but a random number, and triggers merge the rows at any time.
    """
    ours = (
        "programs",
        "partners",
        "notices",
        "activities",
        "points",
        "statuses",
        "clients",
        "meetings",
        "nfr",
        "store",
        "leads",
        "privacy",
        "reports",
        "desk",
        "portal",
        "importing",
    )
    found = {model for label in ours for model in apps.get_app_config(label).get_models()}
    return (found | {AuditEntry}) - {PublicChange}
