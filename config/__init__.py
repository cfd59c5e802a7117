"""The ground: settings, addresses, jobs and the embedded servers.

The Celery application is imported with the package, so that `shared_task` finds this broker and not
Celery's default one.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
