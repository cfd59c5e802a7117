"""A process that pays orders and sends webhooks, stops at a given point, and waits to be killed.

    python -m tests.store.doomed DATABASE

It reads lines `POINT WHAT` and forks a child for each, so that Django starts once. WHAT is an order's id to pay through
the manager's page, or "worker" for the task that sends webhooks. A child prints "here PID" when it reaches the point.
"""

import os
import signal
import sys
import time
from importlib import import_module
from typing import Any

# Where a child stops: the module, the name in it, and whether before or after the call.
POINTS = {
    "marked": ("store.orders.operations.paying", "record_sales", "before"),
    "sold": ("store.orders.operations.paying", "record_sales", "after"),
    "one license": ("store.orders.fulfilment", "open_licence", "after"),
    "delivered": ("store.orders.operations.paying", "deliver", "after"),
    "before the number": ("store.invoices.operations", "insert_numbered", "before"),
    "numbered": ("store.invoices.operations", "insert_numbered", "after"),
    "invoiced": ("store.orders.operations.paying", "publish", "after"),
    "committed": ("store.provisioning.wakeup", "knock", "before"),
    "sending": ("store.provisioning.sending", "_post", "before"),
    "sent": ("store.provisioning.sending", "_post", "after"),
}


def main(database: str) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.urls import get_resolver

    from tests.databases import point_at

    point_at("default", database, settings.RUNTIME_ROLE)
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    get_resolver().url_patterns  # noqa: B018 - loads every page once, for all children
    print("ready", flush=True)
    for line in sys.stdin:
        point, _bar, what = line.strip().partition("|")
        if os.fork() == 0:
            try:
                stop_at(point)
                work(what)
                print("missed", flush=True)
            finally:
                os._exit(0)


def stop_at(point: str) -> None:
    module_name, name, when = POINTS[point]
    module: Any = import_module(module_name)
    real = getattr(module, name)

    def stopping(*given: Any, **named: Any) -> Any:
        found = None if when == "before" else real(*given, **named)
        print(f"here {os.getpid()}", flush=True)
        time.sleep(600)
        return found

    setattr(module, name, stopping)


def work(what: str) -> None:
    from accounts.models import User
    from programs.models import Site
    from store.jobs import send_webhooks
    from tests.cast import Client

    if what == "worker":
        send_webhooks()
        return
    desk = Client(headers={"host": Site.objects.get(program__code="bitrix24", host__startswith="bitrix24").host})
    desk.force_login(User.objects.get(name="Charlie"), backend="django.contrib.auth.backends.ModelBackend")
    desk.post(f"/admin/store/order/{what}/confirm/", {"paid_on": "2026-03-02"})


if __name__ == "__main__":
    main(sys.argv[1])
