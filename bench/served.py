"""Settings of the servers that `bench/visiting.py` starts: the portal on the bench's database, beside the plain views.

``BENCH_MIDDLEWARE`` says what a request passes: ``stock`` is Django's own, ``unkept`` the portal's without kept pages.
"""

import os

from config.limits import LIMITS
from config.settings import *  # noqa: F403
from config.settings import API_RATES, DATABASES, MIDDLEWARE

DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
ROOT_URLCONF = "bench.plain"
LIMITS = dict.fromkeys(LIMITS, "9999999/h/ip")
API_RATES = dict.fromkeys(API_RATES, 9999999)
match os.environ["BENCH_MIDDLEWARE"]:
    case "stock":
        from bench.stock import STOCK

        MIDDLEWARE = [*STOCK, "allauth.account.middleware.AccountMiddleware"]  # the package insists
    case "unkept":
        MIDDLEWARE = [each for each in MIDDLEWARE if each != "programs.kept_pages.KeptPagesMiddleware"]
