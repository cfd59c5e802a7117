"""Re-checks a published rotation of requests. Needs Python only: copy this file anywhere and run it.

    python verify_rotation.py https://partners.example/rotation/feed/?mode=mail&country=CY [DIGEST]

It reads every entry from the feed (or from a file of its lines), checks that each follows from the one before, and
decides each turn again: the partner whose last offer lies furthest back is next; newcomers and returners start level
with the one who has waited shortest. With a digest that you noted earlier, it also checks that the chain still has it.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path
from urllib.request import urlopen


def lines_of(source):
    """Yield the feed's lines, page by page, or a file's."""
    if "://" not in source:
        yield from Path(source).read_text(encoding="utf-8").splitlines()
        return
    start = 1
    while True:
        page = urlopen(f"{source}&from={start}").read().decode().splitlines()  # noqa: S310 - the reader's own address
        if not page:
            return
        yield from page
        start += len(page)


class Rotation:
    """Who is there, and the number of each one's last offer."""

    def __init__(self):
        self.last, self.present = {}, set()

    def attend(self, joined, left):
        self.present -= set(left)
        latest = max((self.last[name] for name in self.present), default=0)
        for name in joined:
            self.last[name] = max(self.last.get(name, 0), latest)
        self.present |= set(joined)

    def due(self, passed):
        """Return whose turn it is, and who of the passed came before."""
        order = sorted(self.present, key=lambda name: (self.last[name], name))
        place = next((i for i, name in enumerate(order) if name not in passed), len(order))
        return (order[place] if place < len(order) else None), order[:place]


def problems(lines, head=""):
    """Yield what is wrong with a chain; nothing if all is right."""
    rotation, before, seen, number = Rotation(), "0" * 64, not head, 0
    for number, line in enumerate(filter(str.strip, lines), start=1):
        entry = json.loads(line)
        body, text = json.loads(entry["body"]), entry["body"]
        if body["number"] != number or body["before"] != before or sha256(text.encode()).hexdigest() != entry["digest"]:
            yield f"entry {number} does not follow from the one before"
        before = entry["digest"]
        seen = seen or before == head
        if body["kind"] == "members":
            rotation.attend(body["joined"], body["left"])
        elif body["kind"] in ("turn", "nobody"):
            due, passed = rotation.due(body["passed"])
            if (due, passed) != (body["to"], body["passed"]):
                yield f"entry {number} went to {body['to'] or 'nobody'}, but it was the turn of {due or 'nobody'}"
            if due is not None:
                rotation.last[due] = number
    if not seen:
        yield "the digest that you noted is not in this chain"
    sys.stdout.write(f"{number} entries, last digest {before}\n")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    found = list(problems(lines_of(sys.argv[1]), "".join(sys.argv[2:3])))
    sys.exit("\n".join(found) or None)
