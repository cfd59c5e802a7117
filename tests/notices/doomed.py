"""A process that stores or sends email, stops at a given point, and waits to be killed.

    python -m tests.notices.doomed DATABASE WHERE LETTERBOX PARTNER

WHERE is `committed` (after the commit that stored a notice), `before` (with the second email ready to send) or `after`
(sent but not yet marked). Sent email is appended to the file LETTERBOX, one line each: Message-ID and address.
"""

import sys
import time
from pathlib import Path


def main(database: str, where: str, letterbox: Path, partner_id: int) -> None:
    import django

    django.setup()
    from django.conf import settings

    from common.tenancy import bind
    from notices import wakeup
    from notices.operations import send_notices
    from notices.outbox import deliver_next
    from partners.models import Partner
    from programs.models import Program
    from tests.databases import point_at
    from tests.notices.letterbox import Letterbox
    from tests.notices.post import NOW, draft, homes

    point_at("default", database, settings.RUNTIME_ROLE)

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
    print("here", flush=True)
    time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
