"""A person's own pages: what we hold, a copy of it, and erasing it."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import now, today
from common.personal.registry import obstacles
from privacy.operations import erase_own
from privacy.queries import archive, find_data
from programs.requests import ProgramRequest
from web.forms import RefusableForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def data(request: ProgramRequest) -> HttpResponse:
    """What the program holds of the person; sending the form downloads all of it."""
    found = find_data(request.program.pk, request.user.email)
    if request.method == "POST":
        answer = HttpResponse(archive(found), content_type="application/zip")
        answer.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
        return answer
    return render(request, "privacy/data.html", _shown(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required
def erase(request: ProgramRequest) -> HttpResponse:
    """Erase the account and everything held of the person, after they confirmed who they are."""
    form = RefusableForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            erase_own(
                actor=request.actor,
                user=request.user,
                program=request.program,
                today=today(request.program.time_zone),
                now=now(),
            )
            logout(request)
            return redirect("privacy:erased")
    found = find_data(request.program.pk, request.user.email)
    return render(request, "privacy/erase.html", {**_shown(request, found), "form": form})


@require_safe
@never_cache
def erased(request: ProgramRequest) -> HttpResponse:
    """Says that the data are erased."""
    return render(request, "privacy/erased.html", {"place": "account"})


def _shown(request: ProgramRequest, found: Any) -> dict[str, Any]:
    return {
        "place": "account",
        "held": [(holding.title, len(rows)) for holding, rows in found.held],
        "kept": found.kept,
        "stays": not found.person.alone,
        "obstacles": obstacles(request.program.pk, request.user.pk, own=True),
    }
