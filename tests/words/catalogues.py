"""Reading the translatable texts out of sources, and the catalogues of their translations."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tests.words.readers import must_have, relations_of

ROOT = Path(__file__).resolve().parents[2]
# Every app but the demo, whose invented companies speak English.
APPS = sorted(path.parent.name for path in ROOT.glob("*/apps.py") if path.parent.name != "demo")
KEYWORDS: dict[str, tuple] = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "sentence": (1,),
    "says": (1,),
}
_EVER = datetime(2026, 1, 1, tzinfo=UTC)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


@cache
def texts() -> Catalog:
    """Every translatable text of the portal, with the files and lines where it is."""
    catalog = Catalog()
    for path in _sources():
        name = path.relative_to(ROOT).as_posix()
        for text, context, line in _texts_of(path):
            catalog.add(text, locations=[(name, line)], context=context)
        for text, line in relations_of(path):
            catalog.add(text, locations=[(name, line)])
    return catalog


def _sources() -> Iterator[Path]:
    for app in APPS:
        yield from sorted(path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    for ending in ("html", "txt"):
        yield from sorted((ROOT / "templates").rglob(f"*.{ending}"))


def _texts_of(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None, int]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into calls of gettext; its left-over indentation means nothing to Python.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    for line, function, found, _comments in extract_python(BytesIO(source.encode()), KEYWORDS, [], {}):
        message, context = _message(KEYWORDS[function], found if isinstance(found, tuple) else (found,))
        if message:
            yield message, context, line


def _message(places: tuple, found: tuple) -> tuple[str | tuple[str, str], str | None]:
    context = next((found[place[0] - 1] for place in places if isinstance(place, tuple)), None)
    words = [found[place - 1] for place in places if isinstance(place, int) and place <= len(found)]
    if not words or not all(words):
        return "", None
    return (words[0], words[1]) if len(words) > 1 else words[0], context


def languages() -> list[str]:
    """Languages with a catalogue."""
    return sorted(path.parts[-3] for path in ROOT.glob("locale/*/LC_MESSAGES/django.po"))


def catalogue(language: str) -> Catalog:
    """The translations into a language as they stand in the repository."""
    with _file(language, "po").open("rb") as file:
        return read_po(file, locale=language, domain="django")


def update(language: str) -> None:
    """Bring a catalogue up to date: new texts wait for their translation, gone ones leave; then compile it."""
    known = catalogue(language)
    known.update(texts(), no_fuzzy_matching=True, update_creation_date=False)
    known.obsolete.clear()
    known.fuzzy = False
    known.project, known.header_comment = "Echelon", f"# Echelon in the language {language}. python -m tests.words"
    known.revision_date = known.creation_date = _EVER  # a day in the file would change it without a change of words
    with _file(language, "po").open("wb") as file:
        write_po(file, known, sort_output=True, include_lineno=False, width=110)
    with _file(language, "mo").open("wb") as file:
        write_mo(file, _translated(known))


def faults(language: str) -> list[str]:
    """What is wrong with a catalogue, in words; nothing when it is complete, right and compiled."""
    known = catalogue(language)
    wanted = {(message.id, message.context): message for message in texts() if message.id}
    held = {(message.id, message.context): message for message in known if message.id}
    found = [f"{language}: {key[0]!r} is not in the catalogue" for key in wanted.keys() - held.keys()]
    found += [f"{language}: {key[0]!r} is in no source file" for key in held.keys() - wanted.keys()]
    for key in wanted.keys() & held.keys():
        found += _faults_of(language, held[key], needed=must_have(language, wanted[key]))
    if not _file(language, "mo").exists() or _compiled(language) != _translations(known):
        found.append(f"{language}: django.mo is not compiled from django.po: run python -m tests.words")
    return sorted(found)


def _faults_of(language: str, message: Message, *, needed: bool) -> Iterator[str]:
    if not _is_translated(message):
        if needed:
            yield f"{language}: {message.id!r} is not translated"
        return
    given = message.string if isinstance(message.string, tuple | list) else (message.string,)
    asked = message.id if isinstance(message.id, tuple | list) else (message.id,)
    wanted = {name for text in asked for name in PLACEHOLDER.findall(text)}
    for text in given:
        if unknown := set(PLACEHOLDER.findall(text)) - wanted:
            yield f"{language}: {text!r} has the unknown placeholder {sorted(map(max, unknown))}"
    if missing := wanted - {name for text in given for name in PLACEHOLDER.findall(text)}:
        yield f"{language}: {given[-1]!r} lost the placeholder {sorted(map(max, missing))}"


def _is_translated(message: Message) -> bool:
    given = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(given) and all(given) and not message.fuzzy


def _translated(known: Catalog) -> Catalog:
    """The catalogue without texts that wait for their translation: readers get those in English."""
    kept = deepcopy(known)
    for message in known:
        if message.id and not _is_translated(message):
            kept.delete(message.id, context=message.context)
    return kept


def _compiled(language: str) -> dict:
    with _file(language, "mo").open("rb") as file:
        return _translations(read_mo(file))


def _translations(catalog: Catalog) -> dict:
    return {
        (str(_plain(message.id)), _context(message)): str(_plain(message.string))
        for message in catalog
        if message.id and _is_translated(message)
    }


def _context(message: Message) -> str | None:
    """Babel leaves the context that it reads from a compiled file in bytes."""
    context: str | bytes | None = message.context
    return context.decode() if isinstance(context, bytes) else context


def _plain(text: str | list | tuple) -> str | tuple:
    return text if isinstance(text, str) else tuple(text)


def _file(language: str, ending: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{ending}"
