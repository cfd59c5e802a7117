"""Operations on the catalogue: load a program's products, publish prices, change products' states."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.dates import EARLIEST
from programs.definition.store import Product as ProductRule
from programs.definition.store import Store
from programs.rulebook import Rulebook
from store.models import PriceList, Product, ProductPrice, ProductState


def load_catalogue(
    *, actor: Actor, rulebook: Rulebook, effective_from: date, today: date, now: datetime
) -> list[Product]:
    """Add the products of the program's definition that the catalogue lacks, with their prices; returns them.

    Products that are in the catalogue stay as the staff have them. The first products have always been there, as the
    first rules hold for every earlier day; later ones come after the notice for changes (B24-2.1.2b).
    """
    require(actor, "catalogue.edit", program_id=rulebook.program.pk)
    store = rulebook.on(effective_from).store
    if store is None:
        return []
    known = set(Product.objects.visible_to(actor).values_list("code", flat=True))
    new = [(place, rule) for place, rule in enumerate(store.products) if rule.code not in known]
    if not new:
        return []
    if not known:
        effective_from = EARLIEST
    elif store.price_changes:
        effective_from = max(effective_from, today + timedelta(days=store.price_changes.notice_days))
    with transaction.atomic():
        added = Product.objects.bulk_create([_product(rulebook, place, rule, now) for place, rule in new])
        by_code = {product.code: product for product in added}
        rules = [rule for _place, rule in new]
        ProductState.objects.bulk_create(
            [
                ProductState(
                    program=rulebook.program,
                    product=by_code[rule.code],
                    state=rule.state,
                    effective_from=effective_from,
                    set_at=now,
                    set_by_id=actor.user_id,
                )
                for rule in rules
            ]
        )
        _add_prices(actor, rulebook, store, rules, by_code, effective_from, now)
        note_act(
            actor=actor,
            action="catalogue.edit",
            subject=added[0],
            now=now,
            summary=sentence(
                "Added %(count)s products of the rules, in force from %(effective_from)s",
                count=len(added),
                effective_from=effective_from,
            ),
        )
    return added


def _product(rulebook: Rulebook, place: int, rule: ProductRule, now: datetime) -> Product:
    return Product(
        program=rulebook.program,
        code=rule.code,
        name=rule.name,
        kind=rule.kind,
        family=rule.family or "",
        months=rule.months,
        seats=rule.seats,
        activity=rule.activity or "",
        attributes=dict(rule.attributes),
        competence=rule.competence or "",
        requires=list(rule.requires),
        barred_while_paid=rule.barred_while_paid,
        becomes=rule.becomes or "",
        clause=rule.clause,
        place=place,
        added_at=now,
    )


def _add_prices(
    actor: Actor,
    rulebook: Rulebook,
    store: Store,
    rules: Iterable[ProductRule],
    products: Mapping[str, Product],
    effective_from: date,
    now: datetime,
) -> None:
    priced = [(rule, price) for rule in rules for price in rule.prices]
    needed = sorted({(price.market, price.currency) for _rule, price in priced})
    lists = PriceList.objects.bulk_create(
        [
            PriceList(
                program=rulebook.program,
                market=market,
                currency=currency,
                effective_from=effective_from,
                published_at=now,
                published_by_id=actor.user_id,
            )
            for market, currency in needed
        ]
    )
    found = {(each.market, each.currency): each for each in lists}
    ProductPrice.objects.bulk_create(
        [
            ProductPrice(
                program=rulebook.program,
                price_list=found[price.market, price.currency],
                product=products[rule.code],
                amount=price.price,
                minimum=price.minimum,
            )
            for rule, price in priced
        ]
    )
