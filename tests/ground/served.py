"""The portal on a test's database, for a real web server: `front` as it is served, `threads` without its front.

ECHELON_PART=web TEST_DATABASE=name granian --interface asginl tests.ground.served:front
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.front import Front
from tests.databases import point_at

threads = get_wsgi_application()
point_at("default", os.environ["TEST_DATABASE"], settings.RUNTIME_ROLE)
# Each thread has its own connection, made from these settings.
front = Front(threads)
