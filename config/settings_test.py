"""The settings of the test suite: those of the portal with ECHELON_ENV=test."""

import os

os.environ["ECHELON_ENV"] = "test"

from config.settings import *  # noqa: E402, F403
