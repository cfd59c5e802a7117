"""How a requirement for an NFR license is met: by claiming one."""

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.definition import Definition
from programs.definition.requirements import Counted
from web.ways import Way, add_way


@add_way
def claim_a_license(rules: Definition, requirement: Counted) -> Way | None:
    """The page of NFR licenses, for requirements that count claimed ones."""
    if rules.nfr is None or requirement.of != rules.nfr.activity:
        return None
    return Way(
        title=_("Claim your NFR license"),
        button=_("Claim license"),
        address=reverse("nfr:licences"),
        permission="nfr.claim",
    )
