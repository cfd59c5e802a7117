"""Health checks of the containers."""

import socketserver
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from common.clock import now
from config import probe


class Answering(BaseHTTPRequestHandler):
    """A web server that answers the probe."""

    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_arguments):
        pass


def test_the_web_server_is_healthy_only_if_it_responds(monkeypatch, capsys):
    with socketserver.TCPServer(("127.0.0.1", 0), Answering) as server:
        monkeypatch.setenv("PORT", str(server.server_address[1]))
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert probe.main("web") == 0
    assert probe.main("web") == 1
    assert "web: URLError" in capsys.readouterr().err


def test_a_missing_worker_is_unhealthy(capsys):
    assert probe.main("worker") == 1
    assert "worker: does not answer" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "code"), [(1, 0), (30, 1)])
def test_beat_is_healthy_while_it_sends_tasks(minutes, code):
    every_minute = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.MINUTES)
    sent = now() - timedelta(minutes=minutes)
    PeriodicTask.objects.create(name="mail", task="x", interval=every_minute, last_run_at=sent)
    assert probe.main("beat") == code
