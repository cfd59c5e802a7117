"""`python -m config.probe web|worker|beat`: checks whether the part running in this container works.

For the health checks in docker-compose.yml: exit code 0 or 1, with a message on standard error.
"""

import os
import socket
import sys
import urllib.request
from collections.abc import Callable
from datetime import timedelta

# Beat stores its schedule every three minutes, and its most frequent task runs every minute.
_BEAT_SILENT_FOR = timedelta(minutes=10)


def web() -> bool:
    """Check that the web server answers its probe."""
    with urllib.request.urlopen(f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz", timeout=5) as answer:
        return answer.status == 200


def worker() -> bool:
    """Check that this host's worker answers a ping through the broker."""
    from config.celery import app

    return bool(app.control.ping(destination=[f"celery@{socket.gethostname()}"], timeout=5))


def beat() -> bool:
    """Check that a task was sent recently."""
    import django

    django.setup()
    from django_celery_beat.models import PeriodicTask

    from common.clock import now

    return PeriodicTask.objects.filter(last_run_at__gte=now() - _BEAT_SILENT_FOR).exists()


PROBES: dict[str, Callable[[], bool]] = {"web": web, "worker": worker, "beat": beat}


def main(part: str) -> int:
    """Return the exit code for one part; any error is a failed probe."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        if PROBES[part]():
            return 0
        reason = "does not answer"
    except Exception as error:  # any error means unhealthy
        reason = type(error).__name__
    print(f"{part}: {reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
