"""A whole demo, as `make demo` runs it, for tests that take something from under it."""

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psutil

from tests.ground.users import ROOT, Ground, eventually
from tests.samples import tally

HOST = "bitrix24.localhost"
SOON = 60.0  # seconds within which everything works again
_QUEUE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from common import clock
from common.tenancy import bind
from signin.mail import queue_letter
from programs.models import Site
site = Site.objects.get(host=sys.argv[1])
with bind(site.program_id):
    queue_letter(site, to=sys.argv[2], subject="Code", text="1234", words="", path="", now=clock.now())
"""


class Demo:
    """A running demo: what it answers, what it printed, and which emails it has sent."""

    def __init__(self, here: Ground, port: int, process: subprocess.Popen, printed: Path) -> None:
        self.here = here
        self.port = port
        self.process = process
        self.printed = printed

    def ask(self, path: str = "/", *, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
        """Return status, headers and text."""
        tally("requests")
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("POST" if body else "GET", path, body or None, {"Host": HOST, **named})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, found, answer.read().decode(errors="replace")

    def status(self, path: str = "/") -> int:
        """The status of a page, 0 if there is no answer."""
        try:
            return self.ask(path)[0]
        except OSError:
            return 0

    def post(self, path: str, **values: str) -> tuple[int, dict[str, str], str]:
        """Fill the page's form and send it; the page is fetched now."""
        return self.filled(path, **values)()

    def filled(self, path: str, **values: str):
        """Fetch the page's form and return what sends it."""
        _status, headers, page = self.ask(path)
        cookies = dict(re.findall(r"(csrftoken|sessionid)=([^;]+)", headers.get("set-cookie", "")))
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        body = urlencode({**hidden, **values})
        about = {
            "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "content_type": "application/x-www-form-urlencoded",
        }
        return lambda: self.ask(path, body=body, **about)

    def queue_mail(self, to: str) -> None:
        """Commit an account email to the outbox, in a process that ends at once."""
        self.here.python(_QUEUE, HOST, to)

    def mailed(self, to: str) -> bool:
        """Whether an email to this address was sent."""
        return any(f"To: {to}" in file.read_text() for file in (self.here.var / "mail").glob("*.log"))

    def is_well(self) -> bool:
        """Whether everything works."""
        return self.status("/readyz") == 200 and self.status() == 200

    def comes_back(self) -> bool:
        """Whether everything works again, without a hand and within a minute."""
        return eventually(self.is_well, SOON) and self.process.poll() is None

    def said(self, words: str) -> int:
        """How often the demo printed this."""
        return self.printed.read_text().count(words)

    @contextmanager
    def without(self, server: str) -> Iterator[None]:
        """Stop `postgres` or `redis-server` and keep it stopped: nobody restarts it while the keeper is halted."""
        (keeper,) = self.here.keepers()
        keeper.send_signal(signal.SIGSTOP)
        try:
            for process in self.here.servers(server):
                process.send_signal(signal.SIGINT)
            assert eventually(lambda: not self.here.servers(server))
            yield
        finally:
            keeper.send_signal(signal.SIGCONT)


@contextmanager
def running(here: Ground) -> Iterator[Demo]:
    """Run a demo in this directory until the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here.var.parent.mkdir(parents=True, exist_ok=True)
    printed = here.var.parent.with_name(f"{here.var.parent.name}.printed")
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.demo", "--port", str(port)], cwd=ROOT, env=here.env(), stdout=out, stderr=out
        )
    demo = Demo(here, port, process, printed)
    try:
        assert eventually(lambda: demo.said("Stop: Ctrl-C") or process.poll() is not None, 600)
        assert process.poll() is None, printed.read_text()
        yield demo
    finally:
        below = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.terminate()
        process.wait(60)
        psutil.wait_procs(below, timeout=30)
        assert eventually(lambda: not here.everything())
        printed.unlink()


def fill(directory: Path) -> Path:
    """Leave no byte free on the disk that holds the directory. Return the file that does it."""
    file = directory / "fills-the-disk"
    with file.open("wb", buffering=0) as out:
        for size in (2**20, 4096, 1):
            try:
                while out.write(b"\0" * size):
                    pass
            except OSError:
                time.sleep(0)  # full for this size
    return file
