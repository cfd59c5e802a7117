"""What an applicant does on the application's page: answers, removes a file, withdraws, applies again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from common.numbers import LARGEST_ID, whole_number
from partners.admission.applicant import UnableToApply
from partners.admission.operations import applying
from partners.admission.operations import verification as handing_in
from partners.admission.pages.application import applicant_page, progress_page
from partners.admission.pages.forms import AnswerForm
from partners.admission.progress import newest_application
from programs.requests import ProgramRequest


@require_POST
@login_required
@applicant_page
def remove(request: ProgramRequest) -> HttpResponse:
    """Remove a file that was not submitted yet."""
    chosen = request.POST.get("document", "")
    return _done(
        request,
        lambda: handing_in.remove_document(
            actor=request.actor,
            definition=request.definition,
            document_id=whole_number(chosen, most=LARGEST_ID) or 0,
        ),
        said=_("The file is removed."),
        then="partners:application_verification",
    )


@require_POST
@login_required
@applicant_page
def answer(request: ProgramRequest) -> HttpResponse:
    """Answer the vendor's question."""
    form = AnswerForm(request.POST, request.FILES)
    form.is_valid()
    if "attached" in form.errors:
        found = newest_application(request.actor)
        return progress_page(request, found, form) if found else redirect("partners:application")
    try:
        applying.answer_question(
            actor=request.actor,
            definition=request.definition,
            text=request.POST.get("text", ""),
            files=form.cleaned_data["attached"],
            today=request.today,
            now=clock.now(),
        )
    except UnableToApply as refusal:
        found = newest_application(request.actor)
        if found is None or not found.question:
            messages.error(request, str(refusal))
            return redirect("partners:application")
        form.errors.clear()
        form.refuse(refusal.problems)
        return progress_page(request, found, form)
    messages.success(request, _("Your answer was sent. We're back to your application."))
    return redirect("partners:application")


@require_POST
@login_required
@applicant_page
def withdraw(request: ProgramRequest) -> HttpResponse:
    """Withdraw the application."""
    return _done(
        request,
        lambda: applying.withdraw_application(actor=request.actor, now=clock.now()),
        said=_("Your application was withdrawn."),
    )


@require_POST
@login_required
@applicant_page
def again(request: ProgramRequest) -> HttpResponse:
    """Start another application after one that was declined or withdrawn."""
    given: dict[str, Any] = {
        "actor": request.actor,
        "site": request.site,
        "definition": request.definition,
        "now": clock.now(),
    }
    return _done(request, lambda: applying.apply_again(**given), said=_("Your answers are saved in the form below."))


def _done(
    request: ProgramRequest, operation: Callable[[], object], *, said: str, then: str = "partners:application"
) -> HttpResponse:
    """Run the operation, show success or the reason it failed, and redirect."""
    try:
        operation()
        messages.success(request, said)
    except UnableToApply as refusal:
        messages.error(request, str(refusal))
    return redirect(then)
