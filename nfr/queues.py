"""Queues of NFR licenses for the vendor's staff."""

from django.utils.translation import gettext_lazy as _

from nfr.queries import waiting_grants
from web.admin.queues import Queue, add_queue

add_queue(
    Queue(
        code="nfr",
        title=_("NFR claims"),
        icon="license",
        page="nfr_nfrgrant",
        query="state=waiting",
        rows=lambda actor, on, rules: waiting_grants(actor),
        kept=lambda rules: any(
            allowance.approval for track in rules.tracks for level in track.levels for allowance in level.benefits.nfr
        ),
        place=140,
        since="claimed_at",
        told="kind",
    )
)
