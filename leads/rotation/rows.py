"""Writes the rows of a batch, one statement for each table: ten times as fast as row by row."""

import json
from collections.abc import Sequence

from common.bulk import insert_rows, next_ids
from leads.rotation.models import Entry, Offer, Turn

_OFFER = (
    "id",
    "program_id",
    "partner_id",
    "lead_id",
    "territory_id",
    "number",
    "state",
    "by_hand",
    "why",
    "offered_at",
    "remind_at",
    "due_at",
    "reason",
)
_ENTRY = ("program_id", "territory_id", "number", "body", "digest", "at")
_TURN = ("program_id", "partner_id", "territory_id", "last", "present", "offers")
_AGAIN = """
ON CONFLICT (territory_id, partner_id) DO UPDATE
SET last = EXCLUDED.last, present = EXCLUDED.present, offers = EXCLUDED.offers
"""


def write_offers(offers: Sequence[Offer]) -> None:
    """Store new offers; each gets its id."""
    if not offers:
        return
    for offer, pk in zip(offers, next_ids("leads_offer", len(offers)), strict=True):
        offer.pk = pk
    rows = (
        (
            one.pk,
            one.program_id,
            one.partner_id,
            one.lead_id,
            one.territory_id,
            one.number,
            str(one.state),
            one.by_hand,
            json.dumps(one.why, ensure_ascii=False),
            one.offered_at,
            one.remind_at,
            one.due_at,
            one.reason,
        )
        for one in offers
    )
    insert_rows("leads_offer", _OFFER, rows)


def write_entries(entries: Sequence[Entry]) -> None:
    """Store new links of a chain."""
    rows = ((one.program_id, one.territory_id, one.number, one.body, one.digest, one.at) for one in entries)
    insert_rows("leads_entry", _ENTRY, rows)


def write_turns(turns: Sequence[Turn]) -> None:
    """Store places in a rotation, new ones and changed ones."""
    rows = ((one.program_id, one.partner_id, one.territory_id, one.last, one.present, one.offers) for one in turns)
    insert_rows("leads_turn", _TURN, rows, conflict=_AGAIN)
