"""A partner's NFR licenses, for its page in the admin."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nfr.models import NfrGrant
from web.admin.holdings import Holding, add_holding


def _name(rules: Any, code: str) -> str:
    grants = rules.nfr.grants if rules.nfr else ()
    return next((grant.name for grant in grants if grant.code == code), code)


add_holding(
    Holding(
        code="nfr",
        title=_("NFR licenses"),
        page="nfr_nfrgrant",
        rows=NfrGrant.objects.visible_to,
        told="kind",
        named=_name,
        day="claimed_at",
        state="state",
        open=Q(state__in=NfrGrant.HELD),
        kept=lambda rules: rules.nfr,
        place=80,
    )
)
