"""Queues of the store for the vendor's staff."""

from django.utils.translation import gettext_lazy as _

from store.bonuses.queries import waiting_applications
from store.compliance.queries import waiting_checks
from store.kyc.queries import answered_requests
from store.orders.queries import orders_to_confirm
from store.payments.queries import waiting_entries
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
        place=66,
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
        place=51,
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
        place=52,
        since="opened_at",
        told="company",
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
        place=53,
        since="since",
        decided=False,
        partner="order__partner__",
        told="text",
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
        place=54,
        since="made_at",
        due="valid_until",
        told="company",
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
        place=55,
        since="answered_at",
        told="company",
    )
)
