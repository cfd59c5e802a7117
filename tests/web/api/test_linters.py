"""The schema is clean for two linters of OpenAPI documents. They need Node, so only campaigns run them."""

import json
import subprocess
from pathlib import Path

import pytest

from web.api.reference import document

pytestmark = pytest.mark.campaign

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    "command",
    [
        ["@redocly/cli", "lint", "--config", str(HERE / "redocly.yaml"), "--format", "summary"],
        ["@stoplight/spectral-cli", "lint", "--ruleset", str(HERE / "spectral.yaml"), "--fail-severity", "warn"],
    ],
    ids=["redocly", "spectral"],
)
def test_the_schema_is_clean(command, tmp_path):
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps(document(), default=str), encoding="utf-8")
    found = subprocess.run(["npx", "--yes", *command, str(schema)], capture_output=True, text=True, timeout=300)
    assert found.returncode == 0, found.stdout + found.stderr
