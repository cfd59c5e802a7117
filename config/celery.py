"""The Celery application; its settings are Django's, prefixed with CELERY_."""

import os

from celery import Celery

from common.jobs import SCHEDULE
from config.worker import harden

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("echelon")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks(related_name="jobs")
harden(app)
