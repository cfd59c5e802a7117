"""What the operations on quotes share: locking one."""

from common.actor import Actor
from store.models import ClientQuote


def hold_quote(actor: Actor, quote: ClientQuote) -> ClientQuote:
    """Lock the quote until the transaction ends, and read it again."""
    rows = ClientQuote.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    return rows.select_related("partner").get(pk=quote.pk)
