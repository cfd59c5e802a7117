"""Importing prices from a CSV file, with a dry run; nothing is published unless every row is right."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from programs.rulebook import Rulebook
from store.catalogue.changes import NewPrice, price_problems
from store.catalogue.operations.publishing import PERMISSION, UnableToPublishPrices, publish_prices
from store.models import Product
from store.sheets import Cells, FailedRow, RowsRefused, read_rows

COLUMNS = ("product", "market", "currency", "price", "minimum")
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Imported:
    """How many prices a file held, on how many lists, and whether they were only checked."""

    prices: int
    lists: int
    dry_run: bool


def import_prices(
    *,
    actor: Actor,
    rulebook: Rulebook,
    content: bytes,
    effective_from: date,
    dry_run: bool,
    today: date,
    now: datetime,
) -> Imported:
    """Publish the prices of a CSV file with the columns ``COLUMNS``; an empty price ends a product's sale.

    ``dry_run`` checks everything and publishes nothing. Raises RowsRefused with the rows that are wrong,
    UnableToPublishPrices or Refused for the file as a whole, PermissionDenied for partners.
    """
    require(actor, PERMISSION, program_id=rulebook.program.pk)
    rows = read_rows(content, COLUMNS, required=COLUMNS, most=MOST_ROWS)
    found = _read(actor, rulebook, rows, today)
    with transaction.atomic():
        for (market, currency), prices in sorted(found.items()):
            publish_prices(
                actor=actor,
                rulebook=rulebook,
                market=market,
                currency=currency,
                effective_from=effective_from,
                prices=prices,
                today=today,
                now=now,
                note=_("CSV import"),
            )
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=rulebook.program,
            now=now,
            summary=sentence(
                "Imported %(count)s prices on %(lists)s lists from %(effective_from)s",
                count=len(rows),
                lists=len(found),
                effective_from=effective_from,
            ),
        )
        if dry_run:
            transaction.set_rollback(True)
    return Imported(len(rows), len(found), dry_run)


def _read(
    actor: Actor, rulebook: Rulebook, rows: list[tuple[int, Cells]], today: date
) -> dict[tuple[str, str], list[NewPrice]]:
    store = rulebook.on(today).store
    if store is None:
        raise UnableToPublishPrices({"file": _("This program has no store.")})
    products = {product.code: product for product in Product.objects.visible_to(actor)}
    found: dict[tuple[str, str], list[NewPrice]] = defaultdict(list)
    failed: list[FailedRow] = []
    seen: set[tuple[str, str, str]] = set()
    for line, row in rows:
        wrong = ""
        product, key = products.get(row["product"]), (row["market"], row["currency"])
        price, minimum = _number(row["price"]), _number(row["minimum"])
        if product is None:
            wrong = _("there is no product “%(code)s”") % {"code": row["product"]}
        elif (row["product"], *key) in seen:
            wrong = _("the product stands twice in this market and currency")
        elif any(value is not None and value.is_nan() for value in (price, minimum)):
            wrong = _("write amounts like 1188.00")
        else:
            new = NewPrice(product, price, minimum)
            wrong = " ".join(price_problems(store, *key, [new]).values())
            found[key].append(new)
        seen.add((row["product"], *key))
        if wrong:
            failed.append(FailedRow(line, row, wrong))
    if failed:
        raise RowsRefused(COLUMNS, failed)
    return found


def _number(text: str) -> Decimal | None:
    """The amount, None for an empty cell; NaN, which no price may be, for anything else."""
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")
    return value if value.is_finite() else Decimal("NaN")
