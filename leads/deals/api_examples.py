"""Examples of deals, their steps and prices in the API's description."""

DEAL = {
    "id": 12,
    "state": "approved",
    "company": "Alder GmbH",
    "country": "DE",
    "website": "alder.example",
    "tax_id": "",
    "project": "An intranet for 1,200 people.",
    "products": "Enterprise portal, 1,000 users",
    "value": "25000.00",
    "currency": "EUR",
    "expected_on": "2026-06-30",
    "begins_on": "2026-03-02",
    "specialists": "",
    "specialists_agreed": "",
    "registered_at": "2026-02-16T10:00:00Z",
    "due_on": None,
    "protected_until": "2026-08-15",
    "reason": "",
}
NEW = {
    "company": "Alder GmbH",
    "country": "DE",
    "website": "alder.example",
    "name": "Anna Alder",
    "email": "anna@alder.example",
    "project": "An intranet for 1,200 people.",
    "products": "Enterprise portal, 1,000 users",
    "value": "25000.00",
    "expected_on": "2026-06-30",
    "accepts": True,
}
STEP = {"kind": "approved", "text": "", "by_vendor": True, "due_on": "2026-08-15", "at": "2026-02-18T09:00:00Z"}
PRICE = {
    "id": 5,
    "state": "agreed",
    "product": "enterprise_portal",
    "name": "Enterprise portal, 1,000 users",
    "quantity": 1,
    "asked": "20000.00",
    "agreed": "21000.00",
    "currency": "EUR",
    "valid_until": "2026-03-20",
}
MATCH = {
    "kind": "deal",
    "id": 9,
    "company": "Alder Gesellschaft",
    "partner": "beta",
    "reason": "Same domain · Name 71% alike",
    "protected_until": "2026-05-01",
}
