"""Admin pages other than lists and records: a decision, which is a form that calls one operation, or a page to read.

A `BoundAdmin` names its decisions in ``actions_detail`` and declares each in one place:

    approve = Decision(
        label=_("Approve"),
        form=Approve,
        operation=approve_claim,
        title=_("Approve claim %(number)s"),
        told=_("Approved. Points and levels are updated."),
    )
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from inspect import Parameter, signature
from types import MethodType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.decorators import action
from unfold.enums import ActionVariant

from accounts.permissions import require
from common.clock import now
from web.admin.bound import program_today
from web.admin.desk import desk_of
from web.admin.forms import AdminForm
from web.admin.neighbors import Neighbors, neighbors
from web.requests import Request, StrOrPromise
from web.undo import offer_undo

LONGEST_PREFILLED = 60  # characters taken from the address for a field


def object_or_404(page: Any, request: Request, object_id: str) -> Any:
    """Return the row if the actor may see it; 404 for another tenant's id, as for a missing one."""
    found = page.get_object(request, str(object_id))
    if found is None:
        raise Http404
    return found


def show(page: Any, request: Request, template: str, title: StrOrPromise, **context: Any) -> TemplateResponse:
    """Render an admin page with the menu."""
    request.current_app = page.admin_site.name
    shared = {**page.admin_site.each_context(request), "title": title}
    return TemplateResponse(request, template, {**shared, **context})


@dataclass(kw_only=True)
class Asked:
    """One request for a decision: its page, the row (None on a list), and once decided the form and the result.

    ``also`` holds what the page adds to what forms, operations and texts may name.
    """

    page: Any
    request: Request
    row: Any = None
    also: Mapping[str, Any] = field(default_factory=dict)
    form: Any = None
    result: Any = None

    @property
    def words(self) -> dict[str, Any]:
        """What the decision's texts may name: the row, and once decided the form's values."""
        about = {} if self.row is None else self.page.words_about(self.row)
        decided = self.form.cleaned_data if self.result is not None else {}
        return {**decided, **about, **self.also}


# What forms and operations may take by name. An app adds what this kit must not import, for instance the rules.
_SUPPLIES: dict[str, Callable[[Request], Any]] = {
    "actor": lambda request: request.actor,
    "program_id": lambda request: request.program.pk,
    "time_zone": lambda request: request.program.time_zone,
    "today": program_today,
    "now": lambda request: now(),
}


def supply(name: str, value: Callable[[Request], Any]) -> None:
    """Let forms and operations of decisions take this value by name."""
    _SUPPLIES[name] = value


def supplied(taker: Callable[..., Any], asked: Asked) -> dict[str, Any]:
    """Return the keyword-only arguments of a form or an operation that a request answers: the row, and `supply`."""
    taken = set(_keywords(taker))
    given = {name: value(asked.request) for name, value in _SUPPLIES.items() if name in taken}
    if asked.row is not None and asked.page.row_name in taken:
        given[asked.page.row_name] = asked.row
    return given | {name: value for name, value in asked.also.items() if name in taken}


def _keywords(taker: Callable[..., Any]) -> Iterator[str]:
    """The names of keyword-only arguments; for a form, those of its base classes too."""
    made = [vars(one).get("__init__") for one in taker.__mro__] if isinstance(taker, type) else [taker]
    for each in filter(callable, made):
        yield from (name for name, found in signature(each).parameters.items() if found.kind is Parameter.KEYWORD_ONLY)


def to_list(asked: Asked) -> str:
    """Return the address of the page's list."""
    return reverse(f"admin:{asked.page.opts.app_label}_{asked.page.opts.model_name}_changelist")


def to_row(asked: Asked) -> str:
    """Return the address of the row's page, or of the list for a decision on the list."""
    if asked.row is None:
        return to_list(asked)
    return reverse(f"admin:{asked.page.opts.app_label}_{asked.page.opts.model_name}_change", args=[asked.row.pk])


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A button of an admin page, the form behind it, and the one operation that the form calls.

    The attribute's name is the name of its URL. A request is checked for ``permission``, the row is looked up, and the
    form shown; when it is valid, the operation is called, the message ``told`` shown, and the browser sent to ``then``.
    What the operation refuses is shown on the form.

    Form and operation get the keyword-only arguments they name: the row under the page's ``row_name``, ``actor``,
    ``today``, ``now``, what apps `supply` (``rulebook``, ``definition``), and the operation the form's ``values``.
    Texts may name what `words_about` of the page returns; ``told`` also the form's values.
    """

    label: StrOrPromise
    operation: Callable[..., Any]
    title: StrOrPromise
    told: StrOrPromise | Callable[[Asked], StrOrPromise] = ""
    form: type[AdminForm] = AdminForm
    intro: StrOrPromise | Callable[[Asked], StrOrPromise] = ""
    button: StrOrPromise = ""  # on the form, where it differs from the label
    danger: bool = False  # the form's button is red
    path: str = ""  # the last part of the address, where it differs from the name
    icon: str | None = None
    variant: ActionVariant = ActionVariant.DEFAULT
    permission: str = ""  # asked before the row is looked up, and of the button
    theirs: tuple[str, ...] = ()  # for each "x", the page's `has_x_permission(request, object_id)` must hold
    prefilled: tuple[str, ...] = ()  # fields that the address may fill in
    then: Callable[[Asked], str] = to_row
    answer: Callable[[Asked], HttpResponse] | None = None  # a page in place of the message and redirect
    refused: Callable[[Asked], HttpResponse | None] | None = None  # in place of the form, for what was refused
    again: Callable[[Asked], HttpResponse | None] | None = None  # what a form is answered that was sent before
    undo: Callable[[Asked], Mapping[str, Any]] | None = None  # what `offer_undo` takes, asked before the act
    bulk: type[AdminForm] | None = None  # the form that decides many rows of the list at once
    bulk_kept: Callable[[Request], object] = lambda request: True  # whether the program has such decisions
    bulk_told: Callable[[Any], StrOrPromise] = lambda result: ""  # what the report says of one row, from the result
    name: str = field(default="", init=False)  # of the attribute

    def __set_name__(self, owner: type, name: str) -> None:
        """Make the view that the theme finds under this name."""

        def view(page: Any, request: Request, object_id: str | None = None) -> HttpResponse:
            return self.decide(page, request, object_id)

        view.__name__ = name
        made: Any = action(
            description=self.label,  # type: ignore[arg-type]  # the theme takes lazy words too
            url_path=self.path or name,
            icon=self.icon,
            variant=self.variant,
            permissions=self.theirs or None,
        )(view)
        made.permission = self.permission
        object.__setattr__(self, "_view", made)
        object.__setattr__(self, "name", name)

    def __get__(self, page: Any, owner: type) -> Any:
        """Return the declaration of a class, and of a page the view that the theme calls."""
        return self if page is None else MethodType(self.__dict__["_view"], page)

    def decide(self, page: Any, request: Request, object_id: str | None = None, **also: Any) -> HttpResponse:
        """Answer a request; ``also`` adds to what may be named. Raises PermissionDenied, Http404."""
        if self.permission:
            require(request.actor, self.permission)
        row = None if object_id is None else object_or_404(page, request, object_id)
        asked = Asked(page=page, request=request, row=row, also=also)
        if self.again is not None and (repeated := self.again(asked)) is not None:
            return repeated
        given = supplied(self.operation, asked)
        beside = neighbors(page, request, row.pk) if row is not None and request.method == "POST" else None
        asked.form = form = self._form(asked)
        if request.method == "POST" and form.is_valid():
            decided = False
            before = self.undo(asked) if self.undo else {}
            with form.refusals():
                asked.result = self.operation(**{**given, **form.values}) or True
                decided = True
            if decided:
                return self._done(asked, beside, before)
            if self.refused is not None and (answer := self.refused(asked)) is not None:
                return answer
        return show(
            page,
            request,
            "web/admin/form_page.html",
            self.title % asked.words,
            form=form,
            button=self.button or self.label,
            back=self.then(asked),
            intro=self._intro(asked),
            danger=self.danger,
            # Enter confirms what needs no input, so that a queue is worked through by key.
            ready=request.method == "GET" and not any(field.required for field in form.fields.values()),
        )

    def asked(self, page: Any, request: Request, row: Any = None) -> Asked:
        """One request for this decision."""
        return Asked(page=page, request=request, row=row)

    def given_to_bulk(self, page: Any, request: Request) -> dict[str, Any]:
        """The arguments of the form that decides many rows."""
        return supplied(self.bulk, self.asked(page, request)) if self.bulk else {}

    def carry_out(self, asked: Asked, values: Mapping[str, Any]) -> str:
        """Call the operation for the row; returns what a report says of it. Raises what the operation raises."""
        return str(self.bulk_told(self.operation(**{**supplied(self.operation, asked), **values})))

    def row_address(self, asked: Asked) -> str:
        """The address of the row's page."""
        return to_row(asked)

    def _form(self, asked: Asked) -> AdminForm:
        request, given = asked.request, supplied(self.form, asked)
        if self.prefilled:
            given["initial"] = {name: request.GET.get(name, "")[:LONGEST_PREFILLED] for name in self.prefilled}
        posted = request.method == "POST"
        return self.form(request.POST if posted else None, request.FILES if posted else None, **given)

    def _intro(self, asked: Asked) -> str:
        said = self.intro(asked) if callable(self.intro) else self.intro % asked.words
        about = asked.page.intro_about(asked.row) if asked.row is not None else ""
        return " ".join(filter(None, (str(about), str(said))))

    def _done(self, asked: Asked, beside: Neighbors | None, before: Mapping[str, Any]) -> HttpResponse:
        """The message, and the row's page; in a list that is worked through and that the row has left, the next row."""
        if asked.row is not None and (desk := desk_of(asked.page)):
            desk.settled(asked.request, asked.page.opts.label_lower, [asked.row.pk])
        if self.answer is not None:
            return self.answer(asked)
        told = str(self.told(asked) if callable(self.told) else self.told % asked.words)
        goes_on = beside if beside is not None and self.then is to_row and self._has_left(asked) else None
        if goes_on:  # the next page is about another row, so the message says which one was decided
            told = f"{asked.page.named(asked.row)}: {told}"
        if before:
            offer_undo(asked.request, told, back=self.then(asked), **before)
        else:
            messages.success(asked.request, told)
        if goes_on:
            return HttpResponseRedirect(goes_on.next or goes_on.back)
        return HttpResponseRedirect(self.then(asked))

    def _has_left(self, asked: Asked) -> bool:
        """Whether the row is no longer in the list that is worked through."""
        return neighbors(asked.page, asked.request, asked.row.pk) is None
