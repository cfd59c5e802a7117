"""A client generated from the schema compiles, and every endpoint can be called and its answer read with it."""

import importlib
import json
import sys
from pathlib import Path

import httpx
import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from tests.web.api.tokens import partner_secret, server, vendor_secret
from web.api.reference import document

pytestmark = [pytest.mark.usefixtures("fixed_day", "_one_connection"), pytest.mark.django_db]

NAME = "generated_client"
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def client_package(tmp_path_factory):
    """Generate the client, and import it."""
    folder = tmp_path_factory.mktemp("client")
    schema = folder / "schema.json"
    schema.write_text(json.dumps(document(), default=str), encoding="utf-8")
    config = Config.from_sources(
        ConfigFile(package_name_override=NAME, post_hooks=[]),
        MetaType.NONE,
        document_source=schema,
        file_encoding="utf-8",
        overwrite=True,
        output_path=folder / NAME,
    )
    problems = [problem for problem in generate(config=config) if problem.level.name == "ERROR"]
    assert problems == []
    sys.path.insert(0, str(folder))
    yield importlib.import_module(NAME)
    sys.path.remove(str(folder))


def calls():
    """Yield operation, path parameters and example body of every operation that answers JSON."""
    for path, methods in document()["paths"].items():
        for method in METHODS:
            if operation := methods.get(method):
                yield operation, path


def given_for(operation, module):
    """Return arguments for an operation: its path and header parameters, and the example as a body."""
    given = {}
    for each in operation.get("parameters", []):
        if each["in"] == "path":
            given[each["name"]] = 1 if each["schema"].get("type") == "integer" else "alpha"
        elif each.get("required"):
            given[each["name"].lower().replace("-", "_")] = operation["operationId"]
    if body := operation.get("requestBody"):
        content = body["content"]["application/json"]
        value = next(iter(content["examples"].values()))["value"]
        model = content["schema"]["$ref"].rpartition("/")[2]
        given["body"] = getattr(sys.modules[f"{NAME}.models"], model).from_dict(value)
    return given


def test_every_endpoint_is_called_with_a_generated_client(client_package, visit, program, career, alice, charlie, site):
    secrets = {"me": partner_secret(career, alice), "vendor": vendor_secret(program, charlie)}
    importlib.import_module(f"{NAME}.models")
    known = {path.stem: path for path in Path(client_package.__file__).parent.joinpath("api").rglob("*.py")}
    seen = {}
    with httpx.Client(transport=httpx.WSGITransport(app=server), base_url=f"http://{site.host}") as transport:
        for operation, path in calls():
            name = operation["operationId"]
            found = known[name]
            module = importlib.import_module(f"{NAME}.api.{found.parent.name}.{name}")
            who = path.removeprefix("/api/v1/").split("/")[0]
            transport.headers["Authorization"] = f"Bearer {secrets.get(who, secrets['me'])}"
            client = client_package.Client(base_url=f"http://{site.host}")
            client.set_httpx_client(transport)
            answer = module.sync_detailed(client=client, **given_for(operation, module))
            assert str(answer.status_code.value) in operation["responses"], (name, answer)
            seen[name] = answer.status_code.value
            if answer.status_code == 200 and "application/pdf" not in operation["responses"]["200"]["content"]:
                assert answer.parsed is not None, name
    # Calls that name a row act on rows that nobody made; some of the others need rights or products of other programs.
    whole = {operation["operationId"] for operation, path in calls() if "{" not in path}
    refused = {name: status for name, status in seen.items() if name in whole and not 200 <= status < 300}
    assert len(refused) < len(whole) / 4, refused
