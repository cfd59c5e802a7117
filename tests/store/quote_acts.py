"""What a manager does with campaigns, quotes and client documents in the admin, for tests of every button."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.careers import TODAY
from tests.store.kyc.rows import kyc_request
from tests.store.quotes.rows import agreement, campaign, client_quote
from tests.store.rows import first_product

DAY = timedelta(days=1)
ACTS = {
    "store.pricecampaign/announce": lambda w: (
        None,
        {"name": "Spring", "starts_on": TODAY, "ends_on": TODAY, "percent": "5", "minimum_percent": "0"},
    ),
    "store.pricecampaign/end": lambda w: (campaign(w.partner).pk, {}),
    "store.excludedperson/import": lambda w: (
        None,
        {"source": "Test", "file": SimpleUploadedFile("persons.csv", b"name\nNobody\n")},
    ),
    "store.kycrequest/ask": lambda w: (
        None,
        {"partner": w.partner.pk, "company": "Acme", "question": "Who owns it?", "due_on": TODAY},
    ),
    "store.kycrequest/accept": lambda w: (kyc_request(w.partner, w.user).pk, {}),
    "store.kycrequest/reject": lambda w: (kyc_request(w.partner, w.user).pk, {"reason": "False"}),
    "store.kycrequest/block": lambda w: (kyc_request(w.partner, w.user, "rejected").pk, {}),
    "store.clientquote/agree": lambda w: (client_quote(w.partner, w.user).pk, {"ends_on": TODAY + DAY}),
    "store.clientquote/decline": lambda w: (client_quote(w.partner, w.user).pk, {"reason": "Too low"}),
    "store.priceagreement/grant": lambda w: (
        None,
        {
            "partner": w.partner.pk,
            "company": "Acme",
            "product": first_product(w.partner).pk,
            "price": "9",
            "ends_on": TODAY,
            "reason": "A school",
        },
    ),
    "store.priceagreement/end": lambda w: (agreement(w.partner, w.user).pk, {}),
}
READS = {
    "store.taxidanswer/check": "asks the register that the settings name (tests/store/taxids)",
}
