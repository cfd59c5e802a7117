"""A process that stores or sends email, stops at a given point, and waits to be killed.

    python -m tests.notices.doomed DATABASE

It reads lines `WHERE|LETTERBOX|PARTNER` and forks a child for each (tests/nursery.py). WHERE is `committed` (after the
commit that stored a notice), `before` (with the second email ready to send) or `after` (sent but not yet marked). Sent
email is appended to the file LETTERBOX, one line each: Message-ID and address.
"""

import os
import signal
import sys
import time
from pathlib import Path


def main(database: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    from tests.databases import point_at
    from tests.notices import letterbox, post  # noqa: F401 - loaded once for all children

    point_at("default", database, settings.RUNTIME_ROLE)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        where, path, partner_id = line.strip().split("|")
        if os.fork() == 0:
            try:
                work(where, Path(path), int(partner_id))
                print("missed", flush=True)
            finally:
                os._exit(0)


def work(where: str, letterbox: Path, partner_id: int) -> None:
    from common.tenancy import bind
    from notices import wakeup
    from notices.operations import send_notices
    from notices.outbox import deliver_next
    from partners.models import Partner
    from programs.models import Program
    from tests.notices.letterbox import Letterbox
    from tests.notices.post import NOW, draft, homes

    class Doomed(Letterbox):
        def send_messages(self, messages):
            second = len(self.lines()) == 1
            if second and where == "before":
                wait_for_the_end()
            super().send_messages(messages)
            if second and where == "after":
                wait_for_the_end()

    program_id = Program.objects.get(code="bitrix24").pk
    if where == "committed":
        wakeup.knock = wait_for_the_end
        with bind(program_id):
            partner = Partner.objects.get(pk=partner_id)
            send_notices(program_id=program_id, drafts=[draft(partner)], now=NOW)
    with bind(program_id):
        found = homes(Partner.objects.get(pk=partner_id).program)
    while True:
        with bind(program_id):
            if deliver_next(homes=found, post=Doomed(path=letterbox), now=NOW) is None:
                break


def wait_for_the_end() -> None:
    print(f"here {os.getpid()}", flush=True)
    time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1])
