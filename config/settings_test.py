"""Settings of the test suite: the portal's with ECHELON_ENV=test and separate servers."""

import os
from pathlib import Path

os.environ["ECHELON_ENV"] = "test"
os.environ.setdefault("ECHELON_VAR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

# Tests arrange rows outside of any request: as the system, unless they bind. Requests, tasks and commands start unbound
# as in production; tests/unbound.py.
DATABASES["default"]["OPTIONS"]["options"] += " -c app.actor=system"  # noqa: F405

# Static files come from the sources, so that tests don't need collectstatic.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - whitenoise warns of a folder that is not there
