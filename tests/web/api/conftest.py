"""What the tests with real API clients share."""

import shutil

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.samples import CAMPAIGN

# Linters of OpenAPI documents need Node; only campaigns run them, where it is at hand.
collect_ignore = [] if CAMPAIGN and shutil.which("npx") else ["test_linters.py"]


@pytest.fixture
def _one_connection():
    """Keep the database connection, which the server would close after each request, with the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
