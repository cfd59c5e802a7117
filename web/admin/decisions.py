"""Admin pages other than lists and records: a form that calls one operation, or a page to read."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise

from web.forms import RefusableForm
from web.requests import Request


def object_or_404(page: Any, request: Request, object_id: str) -> Any:
    """Return the row if the actor may see it; 404 for another tenant's id, as for a missing one."""
    found = page.get_object(request, str(object_id))
    if found is None:
        raise Http404
    return found


def show(page: Any, request: Request, template: str, title: str | Promise, **context: Any) -> TemplateResponse:
    """Render an admin page with the menu."""
    request.current_app = page.admin_site.name
    shared = {**page.admin_site.each_context(request), "title": title}
    return TemplateResponse(request, template, {**shared, **context})


def ask(
    page: Any,
    request: Request,
    form: RefusableForm,
    act: Callable[[Any], str | Promise | None],
    *,
    title: str | Promise,
    button: str | Promise,
    then: str,
    intro: str | Promise = "",
    danger: bool = False,
) -> HttpResponse:
    """Show a form; when it is valid, `act` on it, show a message and redirect to `then`.

    `act` calls one operation and returns the message; the form shows what the operation refuses. `act` may also add an
    error to the form and return None.
    """
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            told = act(form)
            if told is not None and not form.errors:
                messages.success(request, str(told))
                return HttpResponseRedirect(then)
    context = {"form": form, "button": button, "back": then, "intro": intro, "danger": danger}
    return show(page, request, "web/admin/form_page.html", title, **context)
