"""A product of the vendor that takes webhooks over HTTP and checks their signatures."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


class Product:
    """What the product has heard, by message id; ``answers`` are its next answers, 204 after them."""

    def __init__(self) -> None:
        self.secret = ""
        self.answers: list[int] = []
        self.heard: list[tuple[str, dict]] = []
        self.url = ""

    def take(self, headers, text: str) -> int:
        try:
            said = Webhook(self.secret).verify(text, dict(headers))
        except WebhookVerificationError:
            return 403
        answer = self.answers.pop(0) if self.answers else 204
        if answer < 300:
            self.heard.append((headers["webhook-id"], said))
        return answer


@contextmanager
def product() -> Iterator[Product]:
    """A product that listens on this machine."""
    found = Product()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            json.loads(text)
            self.send_response(found.take(self.headers, text))
            self.end_headers()

        def log_message(self, *_args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
