"""Django's own middlewares, as `startproject` lists them, for the plain page."""

import os
from collections.abc import Callable
from typing import Any

from common.tenancy import bind

STOCK = [
    "bench.stock.Bound",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


class Bound:
    """Binds the plain page's rows to a program, which is all that the portal asks of a query: it has no tenant."""

    program = int(os.environ.get("BENCH_PROGRAM", "0"))

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        with bind(self.program, None):
            return self.get_response(request)
