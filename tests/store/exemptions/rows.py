"""A request for a tax exemption, for tests that ask the same of every table."""

from accounts.models import User
from partners.models import Document, Partner
from store.models import ExemptionRequest
from tests.store.rows import NOW, ON


def exemption_request(partner: Partner, user: User, text: str = "EX-17") -> ExemptionRequest:
    """A request that waits for its decision, with the partner's first file, or a new one if it has none left."""
    own = {"program": partner.program, "partner": partner}
    free = Document.objects.filter(partner=partner).exclude(pk__in=ExemptionRequest.objects.values("document"))
    file = free.order_by("pk").first() or Document.objects.create(
        **own,
        purpose="exemption",
        name=text[:200],
        content_type="application/pdf",
        size=1,
        digest="0" * 64,
        content=b"%",
        uploaded_by=user,
        uploaded_at=NOW,
    )
    return ExemptionRequest.objects.create(
        **own, proof=text[:200], document=file, starts_on=ON, reason=text, asked_at=NOW, asked_by=user
    )
