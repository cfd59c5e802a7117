"""Settings, root URLs, Celery and the embedded servers.

Importing the package imports the Celery application, so that `shared_task` uses this broker instead of
Celery's default one.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
