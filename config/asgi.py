"""What granian serves: `granian --interface asginl config.asgi:application`, the portal behind its front."""

import gc
import os

os.environ.setdefault("ECHELON_PART", "web")

from django.conf import settings
from django.urls import get_resolver, reverse

from config.front import Front
from config.wsgi import application as portal

# Every page is loaded before the first request: else the first visitors wait for each other's imports, all at once.
get_resolver().url_patterns  # noqa: B018
reverse(settings.LOGIN_REDIRECT_URL)
# What is loaded by now stays. Walking it took a request half a second, whenever all generations were collected.
gc.collect()
gc.freeze()

application = Front(portal, proxies=settings.TRUSTED_PROXIES)
