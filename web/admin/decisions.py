"""Pages of the admin that are no list and no record: a form with one operation behind it, or something to read."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from web.forms import RefusableForm


def object_or_404(page: ModelAdmin, request: HttpRequest, object_id: str) -> Any:
    """The row, when the actor may see it; 404 for a foreign id as for a missing one."""
    found = page.get_object(request, str(object_id))
    if found is None:
        raise Http404
    return found


def show(page: ModelAdmin, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    """A page of the admin with its menu around it."""
    request.current_app = page.admin_site.name
    shared = {**page.admin_site.each_context(request), "title": title}
    return TemplateResponse(request, template, {**shared, **context})


def ask(
    page: ModelAdmin,
    request: HttpRequest,
    form: RefusableForm,
    act: Callable[[Any], str | None],
    *,
    title: str,
    button: str,
    then: str,
    intro: str = "",
    danger: bool = False,
) -> HttpResponse:
    """Show a form; once it is filled in well, `act` on it, say what happened and go to `then`.

    `act` calls one operation and returns what to tell; what the operation refuses is shown on the form. It may add an
    error of its own to the form and return None.
    """
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            told = act(form)
            if told is not None and not form.errors:
                messages.success(request, told)
                return HttpResponseRedirect(then)
    context = {"form": form, "button": button, "back": then, "intro": intro, "danger": danger}
    return show(page, request, "web/admin/form_page.html", title, **context)
