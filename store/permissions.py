"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import LEADERS, MAIN, MANAGER, RECORDS, SALES, STAFF, TEAM, allow

allow("catalogue.view", TEAM)
allow("catalogue.edit", STAFF, audited=_("Products and prices"))
allow("orders.view", RECORDS)
allow("orders.place", {MAIN, MANAGER, SALES})
allow("orders.confirm", STAFF, audited=_("Orders"))

allow("payments.book", STAFF, audited=_("Payments"))
allow("provisioning.manage", STAFF, audited=_("Webhooks"))
allow("invoices.view", RECORDS)

allow("bonuses.view", TEAM)
allow("bonuses.apply", LEADERS)
allow("bonuses.spend", {MAIN, MANAGER, SALES})
allow("bonuses.decide", STAFF, audited=_("Bonuses"))
allow("compliance.decide", STAFF, audited=_("Compliance"))
allow("exemptions.ask", {MAIN, MANAGER, SALES})
allow("exemptions.decide", STAFF, audited=_("Tax exemptions"))
allow("quotes.view", TEAM)
allow("quotes.make", {MAIN, MANAGER, SALES})
allow("agreements.decide", STAFF, audited=_("Agreed prices"))
allow("campaigns.run", STAFF, audited=_("Campaigns"))
allow("persons.import", STAFF, audited=_("Excluded persons"))
allow("kyc.view", TEAM)
allow("kyc.answer", {MAIN, MANAGER, SALES})
allow("kyc.ask", STAFF, audited=_("Client documents"))
allow("tax_ids.check", STAFF, audited=_("Tax IDs"))
