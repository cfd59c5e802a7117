"""Publishing prices and changing products' states, with the program's notice (B24-2.1.2b)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.constraints import violated
from common.refusals import Refused
from common.text import without_odd
from programs.definition.store import Store
from programs.rulebook import Rulebook
from store.catalogue.changes import NewPrice, notice_problem, price_problems
from store.models import PriceList, Product, ProductPrice, ProductState

PERMISSION = "catalogue.edit"


class UnableToPublishPrices(Refused):
    """The prices or the state can't be published; ``problems`` says why, by field."""


def publish_prices(
    *,
    actor: Actor,
    rulebook: Rulebook,
    market: str,
    currency: str,
    effective_from: date,
    prices: Sequence[NewPrice],
    today: date,
    now: datetime,
    note: str = "",
) -> PriceList:
    """Publish prices of a market in a currency from a day on; other products keep theirs (B24-2.1.2a, B24-2.2b).

    Raises UnableToPublishPrices for a day before the notice is over, which names the earliest one, an unknown market or
    currency, and amounts that can't be; PermissionDenied for partners.
    """
    require(actor, PERMISSION, program_id=rulebook.program.pk)
    store = _store(rulebook, today)
    problems = notice_problem(store, effective_from, today) | price_problems(store, market, currency, prices)
    if problems:
        raise UnableToPublishPrices(problems)
    with transaction.atomic():
        published = PriceList.objects.create(
            program_id=rulebook.program.pk,
            market=market,
            currency=currency,
            effective_from=effective_from,
            published_at=now,
            published_by_id=actor.user_id,
            note=without_odd(note)[:400],
        )
        ProductPrice.objects.bulk_create(
            ProductPrice(
                program_id=rulebook.program.pk,
                price_list=published,
                product=each.product,
                amount=each.amount,
                minimum=each.minimum,
            )
            for each in prices
        )
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=published,
            now=now,
            summary=sentence(
                "Published %(count)s prices of %(market)s in %(currency)s from %(effective_from)s",
                count=len(prices),
                market=market,
                currency=currency,
                effective_from=effective_from,
            ),
        )
    return published


def set_state(
    *,
    actor: Actor,
    rulebook: Rulebook,
    product: Product,
    state: str,
    effective_from: date,
    today: date,
    now: datetime,
) -> ProductState:
    """Change a product's state from a day on, with the notice for changes (B24-2.1.2a, B24-2.1.2b).

    Raises UnableToPublishPrices for a day before the notice is over, or with a change already; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=product.program_id)
    problems = notice_problem(_store(rulebook, today), effective_from, today)
    if state not in ProductState.State.values:
        problems["state"] = _("Choose a state.")
    if problems:
        raise UnableToPublishPrices(problems)
    try:
        with transaction.atomic():
            row = ProductState.objects.create(
                program_id=product.program_id,
                product=product,
                state=state,
                effective_from=effective_from,
                set_at=now,
                set_by_id=actor.user_id,
            )
            note_act(
                actor=actor,
                action=PERMISSION,
                subject=product,
                now=now,
                summary=sentence(
                    "Changed %(name)s to %(state)s from %(effective_from)s",
                    name=product.name,
                    state=state,
                    effective_from=effective_from,
                ),
            )
    except IntegrityError as error:
        if not violated(error, "store_productstate_day"):
            raise
        raise UnableToPublishPrices({"effective_from": _("The product changes on this day already.")}) from error
    return row


def _store(rulebook: Rulebook, today: date) -> Store:
    store = rulebook.on(today).store
    if store is None:
        raise UnableToPublishPrices({"": _("This program has no store.")})
    return store
