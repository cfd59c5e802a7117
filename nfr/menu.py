"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from programs.request_rules import rules_today
from web.admin.menu import add_entry, below
from web.requests import Request

GRANTS = "nfr_nfrgrant_changelist"


def _has_nfr(request: Request) -> bool:
    rules = rules_today(request)
    return rules is not None and rules.nfr is not None


add_entry("activities", _("NFR licenses"), icon="license", page=GRANTS, place=50, active=below(GRANTS), shown=_has_nfr)
