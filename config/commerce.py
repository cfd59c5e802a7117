"""Settings of payments and of webhooks to the vendor's product, from the environment; see docs/operations.md."""

import environ

from config.card_accounts import read_accounts

_env = environ.Env()

# Partners can pay orders with test money: in demos, never where real orders are placed.
TEST_PAYMENTS = _env.bool("TEST_PAYMENTS", default=_env.str("ECHELON_ENV", default="demo") == "demo")
# Who says whether a tax ID is registered: nobody, "offline" by its format, or the address of VIES's REST API.
TAX_ID_REGISTER = _env.str(
    "TAX_ID_REGISTER", default="offline" if _env.str("ECHELON_ENV", default="demo") == "demo" else ""
)
# Which Stripe account takes cards, by "program" or "program/entity". Without one, cards are not offered.
STRIPE_ACCOUNTS = read_accounts(_env.str("STRIPE_ACCOUNTS", default=""))
STRIPE_API = _env.str("STRIPE_API", default="")  # another address than Stripe's own, for tests
# Networks besides the public Internet that webhooks to the vendor's product may go to, such as 10.1.0.0/16.
WEBHOOK_NETWORKS = _env.list("WEBHOOK_NETWORKS", default=[])
