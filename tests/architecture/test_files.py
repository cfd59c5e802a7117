"""Files can be read in one sitting, have names that say something, and hold no loose ends."""

import re
from statistics import median

import pytest

from tests.architecture.sources import ROOT, app_modules, name, read, text_files

LONGEST, USUAL = 400, 150
EMPTY_NAMES = re.compile(r"(^|/)(utils?|helpers?|manager2|services?|signals?|misc|common_\w+)(\.py|/)")
# Put together here, so that this file does not refuse itself.
LOOSE_ENDS = re.compile(
    r"\b(TO" + r"DO|FIX" + r"ME|Not" + r"Implemented" + r"Error)\b|#.*\bXX" + r"X\b"
    r"|pytest\.(mark\.)?(sk" + r"ip|xf" + r"ail)|assert " + r"True\b"
)
MACHINE = re.compile(r"/(work|root|home)/\w")
INDEX = re.compile(
    r"--(extra-)?index" + r"-url|\b(pypi\.org|pythonh" + r"osted\.org|registry\.npmjs|index\.docker)|"
    r"url *= *\"http[^\"]*\.(whl|tar\.gz|tgz)",
    re.IGNORECASE,
)


def _code():
    return [path for path in text_files() if path.suffix in {".py", ".html", ".css", ".js"} and not _generated(path)]


def _generated(path):
    return path.name == "0001_initial.py"


def test_no_file_is_too_long():
    long = {name(path): read(path).count("\n") for path in _code()}
    assert {path: lines for path, lines in long.items() if lines > LONGEST} == {}


def test_the_usual_file_is_short():
    assert median(read(path).count("\n") for path in app_modules()) < USUAL


def test_names_say_something():
    assert "\n".join(name(path) for path in app_modules() if EMPTY_NAMES.search(name(path))) == ""


@pytest.mark.parametrize("path", ["points/utils.py", "portal/helpers/x.py", "partners/signals.py", "a/services.py"])
def test_an_empty_name_is_seen(path):
    assert EMPTY_NAMES.search(path)


def test_no_loose_ends():
    assert "\n".join(name(path) for path in _code() if LOOSE_ENDS.search(read(path))) == ""


def test_no_signals():
    uses = re.compile(r"django\.dispatch|django\.db\.models\.signals|@receiver")
    assert "\n".join(name(path) for path in app_modules() if uses.search(read(path))) == ""


def test_no_path_of_a_machine():
    here = [name(path) for path in text_files() if str(ROOT) + "/" in read(path) or MACHINE.search(read(path))]
    assert "\n".join(path for path in here if path != "tests/architecture/test_files.py") == ""


def test_no_address_of_a_package_index():
    assert "\n".join(name(path) for path in text_files() if INDEX.search(read(path))) == ""


@pytest.mark.parametrize("line", ["# TO" + "DO: later", "raise Not" + "ImplementedError", "@pytest.mark.sk" + "ip"])
def test_a_loose_end_is_seen(line):
    assert LOOSE_ENDS.search(line)
