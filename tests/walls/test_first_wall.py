"""The first wall alone: `visible_to(actor)`, tested as the owner, to whom row security doesn't apply."""

import pytest
from django.apps import apps

from common.actor import Actor
from tests.cast import partner_actor, staff_actor
from tests.isolation.tenants import found, models_of_tenants

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

# Models that actors don't query directly, each with its reason.
UNASKED = {
    "programs.Site": "says which program a host belongs to, before there is an actor",
    "programs.PublicChange": "random marks without content; summed with the site, before there is an actor",
    "partners.Card": "public; every read names the program",
    "partners.CardText": "public; every read names the program",
    "partners.CardWord": "public; every read names the program",
    "partners.CardAnswer": "public; every read names the program",
    "partners.CardLogo": "public; read through its card only",
    "partners.FormDraft": "a person's own; every read names the person (tests/partners/drafts)",
    "notices.MailChoice": "a person's own choice; every read names the person",
    "points.Watermark": "a lock and a day, read by the ledger's own statements",
}

# Models that only the vendor's staff may read, although a row may be about a partner.
VENDORS = {
    "accounts.AuditEntry",
    "partners.Identifier",
    "partners.Note",
    "partners.PartnerText",
    "notices.Mail",
    "importing.ImportRun",
    "clients.ClientMove",
    "clients.ReferralVisit",
    "privacy.Erasure",
    "reports.ReportMail",
    "desk.SavedView",
    "desk.Assignment",
    "statuses.PlannedEnd",
    "store.BankEntry",
    "store.BankStatement",
    "store.ExcludedPerson",
    "store.InvoiceCounter",
    "store.ProvisioningEndpoint",
    "store.ProvisioningMessage",
    "leads.LeadContact",
    "leads.Territory",
    "leads.Turn",
    "leads.Entry",
    "leads.CompanyKey",
}

# Rows of the program's vendor that every partner of the program may read, and visitors may not.
SHARED = {
    "store.PersonList",
    "store.PriceCampaign",
    "store.PriceList",
    "store.Product",
    "store.ProductPrice",
    "store.ProductState",
}


def asked() -> list[str]:
    """Return the labels of tenant models that are read for an actor."""
    labels = {model._meta.label for model in models_of_tenants()} - {"programs.Program"}
    return sorted(labels - set(UNASKED))


@pytest.fixture
def tenants(program, other_program, site, other_site, charlie, erin):
    return [found(program, site, "alpha"), found(program, site, "beta"), found(other_program, other_site, "delta")]


def seen(label: str, actor: Actor) -> set[int]:
    """Return the ids that the actor sees, limited only by the model's own filter."""
    return set(apps.get_model(label).objects.using("owner").visible_to(actor).values_list("pk", flat=True))


def owned(label: str, *tenants) -> set[int]:
    return {tenant.rows[apps.get_model(label)].pk for tenant in tenants}


def test_every_tenant_model_has_visible_to():
    assert [label for label in asked() if not hasattr(apps.get_model(label).objects.all(), "visible_to")] == []


def test_each_actor_sees_only_its_own_rows(tenants, charlie, erin, subtests):
    """One set of rows for all, because it is committed."""
    shows = (
        each_actor_sees_only_its_own_rows,
        staff_see_only_their_programs_rows,
        only_the_vendor_sees_the_vendors_rows,
        a_programs_partners_see_its_shared_rows,
        control_the_owner_sees_everyone,
    )
    for shown in shows:
        with subtests.test(shown.__name__):
            shown(tenants, charlie, erin)


def each_actor_sees_only_its_own_rows(tenants, charlie, erin):
    alpha, beta, delta = tenants
    of_partners = [label for label in asked() if not label.startswith("programs.") and label not in VENDORS | SHARED]
    actors = (
        (Actor.system(alpha.partner.program_id), (alpha, beta)),
        (staff_actor(alpha.partner.program, charlie), (alpha, beta)),
        (staff_actor(delta.partner.program, erin), (delta,)),
        (partner_actor(alpha.partner, alpha.user), (alpha,)),
        (partner_actor(beta.partner, beta.user, "readonly"), (beta,)),
        (partner_actor(delta.partner, delta.user), (delta,)),
        (Actor("visitor", delta.user.pk, alpha.partner.program_id), ()),
        (Actor.visitor(alpha.partner.program_id), ()),
        (Actor.visitor(None), ()),
        (Actor.system(None), ()),
    )
    for actor, own in actors:
        for label in of_partners:
            assert seen(label, actor) == owned(label, *own), (label, actor)


def staff_see_only_their_programs_rows(tenants, charlie, erin):
    alpha, _beta, delta = tenants
    for tenant, user in ((alpha, charlie), (delta, erin)):
        for label in asked():
            if label.startswith("programs."):
                assert seen(label, staff_actor(tenant.partner.program, user)) == owned(label, tenant), label


def only_the_vendor_sees_the_vendors_rows(tenants, *_managers):
    alpha, beta, _delta = tenants
    for label in VENDORS:
        assert seen(label, Actor.system(alpha.partner.program_id)) == owned(label, alpha, beta), label
        assert seen(label, partner_actor(alpha.partner, alpha.user)) == set(), label
        assert seen(label, Actor("visitor", alpha.user.pk, alpha.partner.program_id)) == set(), label


def a_programs_partners_see_its_shared_rows(tenants, charlie, _erin):
    alpha, beta, delta = tenants
    for label in SHARED:
        rows = apps.get_model(label).objects.using("owner").filter(program=alpha.partner.program)
        here = set(rows.values_list("pk", flat=True))
        assert here, label
        for tenant in (alpha, beta):
            assert seen(label, partner_actor(tenant.partner, tenant.user)) == here, label
        assert seen(label, staff_actor(alpha.partner.program, charlie)) == here, label
        assert not here & seen(label, partner_actor(delta.partner, delta.user)), label
        assert seen(label, Actor.visitor(alpha.partner.program_id)) == set(), label


def control_the_owner_sees_everyone(tenants, *_managers):
    for label in asked():
        everything = apps.get_model(label).objects.using("owner").values_list("pk", flat=True)
        assert owned(label, *tenants) <= set(everything)
        assert len(owned(label, *tenants)) > 1, label
