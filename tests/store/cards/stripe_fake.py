"""A small Stripe on this machine: sessions, refunds and disputes over HTTP, as the library asks for them."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import new as hmac
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET, WEBHOOK = "sk_test_fake", "whsec_fake"


class Stripe:
    """What Stripe knows. ``down`` makes it answer 500."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.disputes: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, dict[str, Any]] = {}  # by idempotency key
        self.asked: list[str] = []
        self.down = False
        self.refuse_refunds = ""
        self.url = ""

    def pay(self, number: str, at: float) -> dict[str, Any]:
        """A card holder pays the session of an order."""
        session = next(each for each in self.sessions.values() if each["client_reference_id"] == number)
        intent = "pi_" + session["id"][3:]
        session |= {"status": "complete", "payment_status": "paid", "url": None}
        charge = {"id": "ch_1", "object": "charge", "created": int(at)}
        session["payment_intent"] = {"id": intent, "object": "payment_intent", "latest_charge": charge}
        return session

    def take(self, method: str, path: str, form: dict[str, str], key: str) -> tuple[int, dict[str, Any]]:
        self.asked.append(f"{method} {path}")
        if self.down:
            return 500, {"error": {"type": "api_error", "message": f"Down, {SECRET}"}}
        if key and key in self.answers:
            return 200, self.answers[key]
        status, found = self._answer(method, path.removeprefix("/v1/").split("/"), form)
        if key and status == 200:
            self.answers[key] = found
        return status, found

    def _answer(self, method: str, parts: list[str], form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        match [method, *parts]:
            case ["POST", "checkout", "sessions"]:
                return 200, self._start(form)
            case ["GET", "checkout", "sessions"]:
                return 200, _list([s for s in self.sessions.values() if _intent(s) == form["payment_intent"]])
            case ["GET", "checkout", "sessions", known] if known in self.sessions:
                return 200, self.sessions[known]
            case ["POST", "refunds"]:
                if self.refuse_refunds:
                    return 400, {"error": {"type": "invalid_request_error", "code": self.refuse_refunds}}
                return 200, self.refund(form["payment_intent"], int(form["amount"]), form.get("metadata[card_refund]"))
            case ["GET", "refunds"]:
                return 200, _list([r for r in self.refunds.values() if r["payment_intent"] == form["payment_intent"]])
            case ["GET", "disputes", known] if known in self.disputes:
                return 200, self.disputes[known]
        return 404, {"error": {"type": "invalid_request_error", "code": "resource_missing"}}

    def _start(self, form: dict[str, str]) -> dict[str, Any]:
        known = f"cs_{len(self.sessions) + 1}"
        self.sessions[known] = {
            "id": known,
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "url": f"https://checkout.stripe.com/c/pay/{known}",
            "client_reference_id": form["client_reference_id"],
            "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
            "currency": form["line_items[0][price_data][currency]"],
            "metadata": {"program": form["metadata[program]"], "order": form["metadata[order]"]},
            "payment_intent": None,
        }
        return self.sessions[known]

    def refund(self, intent: str, amount: int, ours: str | None = None) -> dict[str, Any]:
        """Refund a payment, by the library or in Stripe's own dashboard."""
        known = f"re_{len(self.refunds) + 1}"
        self.refunds[known] = {
            "id": known,
            "object": "refund",
            "status": "succeeded",
            "amount": amount,
            "payment_intent": intent,
            "metadata": {"card_refund": ours} if ours else {},
        }
        return self.refunds[known]

    def dispute(self, intent: str, amount: int, status: str) -> dict[str, Any]:
        """A card holder disputes a payment, or the dispute is decided."""
        self.disputes["du_1"] = {
            "id": "du_1",
            "object": "dispute",
            "status": status,
            "amount": amount,
            "currency": "eur",
            "reason": "product_not_received",
            "payment_intent": intent,
            "created": 1772442000,
            "evidence_details": {"due_by": 1773046800},
        }
        return self.disputes["du_1"]


def event(kind: str, about: dict[str, Any], at: float | None = None, secret: str = WEBHOOK) -> dict[str, Any]:
    """A signed webhook: arguments for the client's ``post``."""
    at = int(time.time() if at is None else at)
    thin = {"id": about["id"], "object": about["object"], "payment_intent": _intent(about)}
    body = json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": thin}})
    signature = hmac(secret.encode(), f"{at}.{body}".encode(), sha256).hexdigest()
    return {"data": body, "content_type": "application/json", "HTTP_STRIPE_SIGNATURE": f"t={at},v1={signature}"}


def _intent(thing: dict[str, Any]) -> str:
    found = thing.get("payment_intent") or ""
    return found["id"] if isinstance(found, dict) else found


def _list(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": rows, "has_more": False, "url": "/"}


@contextmanager
def stripe() -> Iterator[Stripe]:
    """A Stripe that listens on this machine."""
    found = Stripe()

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            where = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            text = self.rfile.read(length).decode() if length else where.query
            assert self.headers["Authorization"] == f"Bearer {SECRET}"
            form = {name: values[0] for name, values in parse_qs(text).items()}
            status, said = found.take(self.command, where.path, form, self.headers.get("Idempotency-Key", ""))
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self._take()

        def do_POST(self) -> None:
            self._take()

        def log_message(self, *_args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
