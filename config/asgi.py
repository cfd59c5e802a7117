"""What granian serves: `granian --interface asginl config.asgi:application`, the portal behind its front."""

import os

os.environ.setdefault("ECHELON_PART", "web")

from django.conf import settings

from config.front import Front
from config.wsgi import application as portal

application = Front(portal, proxies=settings.TRUSTED_PROXIES)
