"""Queues of the store for the vendor's staff."""

from django.utils.translation import gettext_lazy as _

from store.bonuses.queries import waiting_applications
from store.cards.queries import open_disputes, refunds_to_look_at, unmatched_checkouts
from store.compliance.queries import waiting_checks
from store.exemptions.queries import waiting_exemptions
from store.kyc.queries import answered_requests
from store.orders.queries import orders_to_confirm
from store.payments.queries import waiting_entries
from store.provisioning.queries import paused_endpoints, refused_messages
from store.quotes.queries import waiting_quotes
from web.admin.queues import Queue, add_queue

add_queue(
    Queue(
        code="bonus",
        title=_("Bonus applications"),
        icon="approval",
        page="store_bonusapplication",
        query="state=submitted",
        rows=lambda actor, on, rules: waiting_applications(actor),
        kept=lambda rules: rules.bonuses and any(kind.given == "on_application" for kind in rules.bonuses.kinds),
        place=250,
        since="applied_at",
        told="kind",
    )
)
add_queue(
    Queue(
        code="order",
        title=_("Orders to confirm"),
        icon="payments",
        page="store_order",
        query="state=placed",
        rows=lambda actor, on, rules: orders_to_confirm(actor),
        kept=lambda rules: rules.store,
        place=60,
        since="placed_at",
        due="due_on",
        told="number",
    )
)
add_queue(
    Queue(
        code="compliance",
        title=_("Compliance decisions"),
        icon="policy",
        page="store_compliancecheck",
        query="state=waiting",
        rows=lambda actor, on, rules: waiting_checks(actor),
        kept=lambda rules: rules.store and rules.store.exclusions,
        place=70,
        since="opened_at",
        told="company",
    )
)
add_queue(
    Queue(
        code="exemption",
        title=_("Tax exemptions"),
        icon="money_off",
        page="store_exemptionrequest",
        query="state=waiting",
        rows=lambda actor, on, rules: waiting_exemptions(actor),
        kept=lambda rules: rules.store and rules.store.payment.exemptions,
        place=75,
        since="asked_at",
        told="proof",
    )
)
add_queue(
    Queue(
        code="bank_entry",
        title=_("Payments not matched"),
        icon="account_balance",
        page="store_bankentry",
        query="state=waiting",
        rows=lambda actor, on, rules: waiting_entries(actor),
        kept=lambda rules: rules.store,
        place=80,
        since="since",
        decided=False,
        partner="order__partner__",
        told="text",
    )
)
add_queue(
    Queue(
        code="card_payment",
        title=_("Card payments not matched"),
        icon="credit_card",
        page="store_cardcheckout",
        query="state=waiting",
        rows=lambda actor, on, rules: unmatched_checkouts(actor),
        kept=lambda rules: rules.store,
        place=90,
        since="started_at",
        decided=False,
        told="note",
    )
)
add_queue(
    Queue(
        code="card_refund",
        title=_("Card refunds to check"),
        icon="currency_exchange",
        page="store_cardrefund",
        query="state=manager",
        rows=lambda actor, on, rules: refunds_to_look_at(actor),
        kept=lambda rules: rules.store,
        place=100,
        since="queued_at",
        decided=False,
        told="failure",
    )
)
add_queue(
    Queue(
        code="card_dispute",
        title=_("Card disputes"),
        icon="gavel",
        page="store_carddispute",
        query="state=open",
        rows=lambda actor, on, rules: open_disputes(actor),
        kept=lambda rules: rules.store,
        place=110,
        since="opened_at",
        due="due_on",
        decided=False,
        told="reason",
    )
)
add_queue(
    Queue(
        code="webhook",
        title=_("Paused webhooks"),
        icon="webhook",
        page="store_provisioningendpoint",
        query="state=paused",
        rows=lambda actor, on, rules: paused_endpoints(actor),
        kept=lambda rules: rules.store,
        place=120,
        since="paused_at",
        decided=False,
        partner="",
        told="name",
    )
)
add_queue(
    Queue(
        code="quote",
        title=_("Quotes below the minimum"),
        icon="request_quote",
        page="store_clientquote",
        query="state=waiting",
        rows=lambda actor, on, rules: waiting_quotes(actor),
        kept=lambda rules: rules.store and rules.store.minimum_price,
        place=130,
        since="made_at",
        due="valid_until",
        told="company",
    )
)
add_queue(
    Queue(
        code="license_message",
        title=_("Refused license messages"),
        icon="outbox",
        page="store_provisioningmessage",
        query="state=refused",
        rows=lambda actor, on, rules: refused_messages(actor),
        kept=lambda rules: rules.store,
        place=150,
        since="queued_at",
        decided=False,
        partner="partner__",
        told="failure",
    )
)
add_queue(
    Queue(
        code="kyc",
        title=_("Client documents to check"),
        icon="folder_supervised",
        page="store_kycrequest",
        query="state=answered",
        rows=lambda actor, on, rules: answered_requests(actor),
        kept=lambda rules: rules.store and rules.store.know_your_customer,
        place=160,
        since="answered_at",
        told="company",
    )
)
