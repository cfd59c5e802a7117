"""What the apps hold of people. Each app says it in its `personal.py`, for every column that can hold words.

A column is one of five things: it belongs to a person (`hold`), other people's words that may name a person
(`mention`), kept because a law asks for it (`keep`), without personal data (`plain`), or made from other columns
(`derive`). A test fails on a column that nobody declared (`undeclared`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchVectorField
from django.db.models import (
    BinaryField,
    CharField,
    GenericIPAddressField,
    JSONField,
    Model,
    QuerySet,
    TextField,
)
from django.utils.functional import Promise

StrOrPromise = str | Promise
SHORT = 40  # characters; shorter columns hold codes, numbers and states
_WORDS = (CharField, TextField, JSONField, BinaryField, GenericIPAddressField, SearchVectorField)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in one program, by email address; ``user_id`` is the account, if there is one.

    ``alone`` says that no other program holds the account, so that it goes too.
    """

    program_id: int
    address: str
    user_id: int | None = None
    alone: bool = True


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Rows that belong to a person. All functions run as the system, bound to the program.

    ``rows`` finds a person's rows. Without ``erase``, the ``columns`` are emptied. ``read`` returns what a row tells
    the person, by default its columns; ``files`` the files of a row, by name. ``known`` returns names and phone numbers
    by which other people's words may mention the person. ``old`` finds rows that ended before a day, and ``months``
    says for how long they are kept unless the program's file says otherwise.
    """

    code: str
    title: StrOrPromise
    model: type[Model]
    columns: tuple[str, ...]
    rows: Callable[[Person], QuerySet[Any]]
    erase: Callable[[QuerySet[Any], date, datetime], int] | None = None
    read: Callable[[Any], Mapping[str, Any]] | None = None
    files: Callable[[Any], Mapping[str, bytes]] | None = None
    known: Callable[[Any], Iterable[str]] | None = None
    old: Callable[[int, date], QuerySet[Any]] | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns that stay when a person is erased, and the law that asks for them."""

    title: StrOrPromise
    model: type[Model]
    columns: tuple[str, ...]
    why: StrOrPromise


@dataclass(frozen=True, slots=True)
class Derived:
    """Columns that are made from others: which rows mention a person by a pattern, and making those again."""

    model: type[Model]
    columns: tuple[str, ...]
    touched: Callable[[int, str], list[int]]
    rebuild: Callable[[int, list[int], date], None]


HOLDINGS: list[Holding] = []
KEPT: list[Kept] = []
DERIVED: list[Derived] = []
MENTIONS: dict[type[Model], tuple[str, ...]] = {}
# Why a person can't be erased now, or why the account stays; given the program and the account.
OBSTACLES: list[tuple[Callable[[int, int], StrOrPromise], bool]] = []
TIES: list[Callable[[int, int], bool]] = []
_DECLARED: dict[type[Model], set[str]] = {}


def hold(model: type[Model], columns: str = "", **how: Any) -> None:
    """Register rows that belong to a person; see `Holding`. Words of others in these columns are searched too."""
    names = _declare(model, columns)
    HOLDINGS.append(Holding(model=model, columns=names, **how))
    MENTIONS[model] = (*MENTIONS.get(model, ()), *names)


def mention(model: type[Model], columns: str) -> None:
    """Register columns in which people may name a person: address, name and phone numbers are replaced there."""
    MENTIONS[model] = (*MENTIONS.get(model, ()), *_declare(model, columns))


def keep(model: type[Model], columns: str, *, title: StrOrPromise, why: StrOrPromise) -> None:
    """Register columns that a law forbids to erase, and why."""
    KEPT.append(Kept(title, model, _declare(model, columns), why))


def plain(model: type[Model], columns: str = "") -> None:
    """Register columns without personal data: codes, digests, the vendor's own words; by default all."""
    _declare(model, columns or " ".join(field.name for field in words_of(model)))


def derive(
    model: type[Model],
    columns: str,
    *,
    touched: Callable[[int, str], list[int]],
    rebuild: Callable[[int, list[int], date], None],
) -> None:
    """Register columns that `rebuild(program_id, ids, today)` makes again after an erasure.

    `touched(program_id, pattern)` says beforehand which ids mention the person.
    """
    DERIVED.append(Derived(model, _declare(model, columns), touched, rebuild))


def add_obstacle(found: Callable[[int, int], StrOrPromise], *, own: bool = False) -> None:
    """Register what keeps an account from being erased: `found(program_id, user_id)` says it, or is empty.

    With ``own``, it only keeps people from doing it themselves; a manager may.
    """
    OBSTACLES.append((found, own))


def obstacles(program_id: int, user_id: int | None, *, own: bool) -> list[StrOrPromise]:
    """Return what keeps the account from being erased by its owner or, without ``own``, by a manager."""
    if user_id is None:
        return []
    asked = [found for found, only_own in OBSTACLES if own or not only_own]
    return [said for found in asked if (said := found(program_id, user_id))]


def add_tie(found: Callable[[int, int], bool]) -> None:
    """Register what ties an account to other programs than the one given, so that the account stays."""
    TIES.append(found)


def words_of(model: type[Model]) -> list[Any]:
    """The columns of a model that can hold words."""
    return [field for field in model._meta.concrete_fields if _holds_words(field)]


def undeclared() -> Iterator[str]:
    """Every column that can hold words and that no app declared."""
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        for field in words_of(model):
            if field.name not in _DECLARED.get(model, ()):
                yield f"{model._meta.label}.{field.name}"


def _holds_words(field: Any) -> bool:
    inner: Any = getattr(field, "base_field", field)
    if field.is_relation or field.choices or not isinstance(inner, _WORDS):
        return False
    short = type(inner) is CharField and inner.max_length is not None and inner.max_length <= SHORT
    return not short or field is not inner


def _declare(model: type[Model], columns: str) -> tuple[str, ...]:
    names = tuple(columns.split())
    known = {field.name for field in model._meta.concrete_fields}
    declared = _DECLARED.setdefault(model, set())
    for name in names:
        if name not in known:
            raise ValueError(f"{model._meta.label} has no column {name}.")
        if name in declared:
            raise ValueError(f"{model._meta.label}.{name} is declared twice.")
        declared.add(name)
    return names
