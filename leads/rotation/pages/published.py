"""The published rotation: the end of each chain, its entries, and the script that re-checks them."""

from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.numbers import LARGEST_ID, whole_number
from leads.rotation import queries
from programs.pages import with_rules
from programs.requests import ProgramRequest

SCRIPT = Path(__file__).resolve().parents[1] / "verify_rotation.py"


@require_safe
@with_rules
def rotation(request: ProgramRequest) -> HttpResponse:
    """Every territory with the last digest of its chain; note it to prove later that nothing was rewritten."""
    _by_turns_or_404(request)
    shown = {"place": "request", "heads": queries.heads(request.program.pk)}
    return render(request, "leads/rotation/published.html", shown)


@require_safe
@with_rules
def feed(request: ProgramRequest) -> HttpResponse:
    """The entries of ``?mode=`` and ``?country=`` from ``?from=`` on, one JSON object a line."""
    _by_turns_or_404(request)
    start = whole_number(request.GET.get("from", "1"), most=LARGEST_ID) or 1
    mode, country = (request.GET.get(name, "")[:40] for name in ("mode", "country"))
    if not (mode.isprintable() and country.isprintable()):
        raise Http404
    text = queries.feed(request.program.pk, mode=mode, country=country, start=start)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@with_rules
def script(request: ProgramRequest) -> HttpResponse:
    """The script that re-checks the feed; it needs Python only."""
    _by_turns_or_404(request)
    answer = HttpResponse(SCRIPT.read_text(encoding="utf-8"), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="verify_rotation.py"'
    return answer


def _by_turns_or_404(request: ProgramRequest) -> None:
    leads = request.definition.leads
    if leads is None or not any(mode.distribution == "by_turns" for mode in leads.modes):
        raise Http404
