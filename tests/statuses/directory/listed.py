"""Cards for tests of the directory, without the history that a partner needs for one."""

from datetime import date

from django.db import connection

from common.folding import fold
from common.tenancy import bind
from partners.models import Card
from partners.profile.searchable import Searchable
from statuses.directory.words import changed_texts, follow_texts
from tests.cast import admit

_TEXT = """
INSERT INTO partners_cardtext (card_id, program_id, search, services) VALUES (%s, %s, %s::tsvector, %s)
"""


def publish(program, code, name, *, words="", level="silver", featured=False, points=0, **fields):
    """Insert a card directly, without a partner history."""
    partner = admit(program, code, name, accepted_on=fields.pop("accepted_on", date(2025, 1, 1)))
    level_name = fields.pop("level_name", level.capitalize())
    shown = {"country": "CY", "city": "", "website": "", "email": "", "phone": "", "description": words, **fields}
    with bind(program.pk):
        card = Card.objects.create(
            program=program,
            partner=partner,
            code=code,
            name=name,
            level=level,
            level_rank=1,
            featured=featured,
            points=points,
            accepted_on=partner.accepted_on,
            sort_name=fold(name),
            **shown,
        )
        write_text(card, level_name=level_name)
        return card


def write_text(card, *, level_name="Silver"):
    """Store what is searched of a card."""
    text = Searchable.of(vars(card), level_name=level_name)
    changed = changed_texts({card.pk: text.vector()})
    with connection.cursor() as cursor:
        cursor.execute(_TEXT, [card.pk, card.program_id, text.vector(), card.services])
    follow_texts(program_id=card.program_id, changed=changed)
