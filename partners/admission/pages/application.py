"""The application pages. One URL shows the form, and later the application's status (B24-7.1).

Visitors fill in the form before they sign up. The session keeps it until they have an account.
"""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import refusal, within
from common import clock
from partners.admission.agreement import terms_read
from partners.admission.applicant import UnableToApply, legal_open
from partners.admission.consents import confirmations, consent_asked, digest
from partners.admission.operations import applying
from partners.admission.operations import verification as handing_in
from partners.admission.operations.applying import AFFILIATED
from partners.admission.pages.forms import DECLARED, NAMED, AnswerForm, ApplicationForm, LegalForm
from partners.admission.progress import documents_of, newest_application, progress
from partners.drafts.kit import restore
from partners.models import Application
from partners.pages.access import APPLICATION_KEPT
from programs.answers import kept_answers
from programs.definition.admission import Admission, Verification
from programs.pages import View, with_rules
from programs.requests import ProgramRequest
from web.requests import signed_in

State = Application.State
_AGREED = "agreed"  # in the session: the texts that a visitor had before them when ticking


def applicant_page(view: View) -> View:
    """Allow only people who may apply: not staff, not partners, and only if the program has a form."""

    @never_cache
    @with_rules
    @wraps(view)
    def answer(request: ProgramRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.kind == "partner":
            return redirect("portal:dashboard")
        if request.definition.admission is None or request.actor.kind == "staff":
            return render(request, "partners/admission/closed.html", {"place": "application"})
        return view(request, *args, **kwargs)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_page
def application(request: ProgramRequest) -> HttpResponse:
    """The form until it is submitted, then the application's status."""
    if not signed_in(request):
        return _without_account(request)
    found = newest_application(request.actor)
    if found is not None and found.state != State.DRAFT and request.method != "POST":
        return progress_page(request, found)
    if request.method != "POST":
        return _form_page(request, _form(request, initial=_filled_in(request, found)), draft=found)
    form = _form(request, request.POST)
    given: dict[str, Any] = {
        "actor": request.actor,
        "site": request.site,
        "definition": request.definition,
        "answers": form.typed,
        "affiliation": form.affiliation,
        "language": request.LANGUAGE_CODE,
        "now": clock.now(),
    }
    try:
        if "do-save" in request.POST:
            applying.save_application(**given)
            messages.success(request, _("Saved. You can continue here at any time, on any device."))
        else:
            sending: dict[str, Any] = {"confirmed": form.confirmed, "agreed_to": form.agreed_to, "today": request.today}
            applying.send_application(**given, **sending)
            messages.success(request, _("Your application was submitted. We've emailed you a confirmation."))
    except UnableToApply as refusal:
        found = newest_application(request.actor)
        if found is not None and found.state in Application.OPEN and found.state != State.DRAFT:
            messages.error(request, str(refusal))  # submitted in another window in the meantime
            return redirect("partners:application")
        form.show(refusal.problems)
        return _form_page(request, form, draft=found if found and found.state == State.DRAFT else None)
    request.session.pop(APPLICATION_KEPT, None)
    return redirect("partners:application")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@applicant_page
def verification(request: ProgramRequest) -> HttpResponse:
    """The second form: legal data, documents, agreement. Can be saved often, is submitted once (B24-1.2.2a)."""
    found = newest_application(request.actor)
    rules = _admission(request).verification
    if rules is None or found is None or not legal_open(found):
        return redirect("partners:application")
    if request.method != "POST":
        return _legal_page(request, found, _legal_form(request, found, initial=found.legal))
    form = _legal_form(request, found, request.POST, request.FILES)
    form.is_valid()
    handing = "do-send" in request.POST
    problems = form.said if handing and form.bad_files else form.bad_files
    given: dict[str, Any] = {
        "actor": request.actor,
        "definition": request.definition,
        "answers": form.typed,
        "uploads": form.sent,
        "now": clock.now(),
    }
    try:
        if handing and found.state == State.APPROVED and not problems:
            agreement: dict[str, Any] = {"agreed": form.accepted, "agreed_to": form.agreed_to, "today": request.today}
            handing_in.hand_in(**given, **agreement)
            messages.success(
                request, _("Your details were submitted for verification. We've emailed you a confirmation.")
            )
            return redirect("partners:application")
        handing_in.save_legal(**given)
    except UnableToApply as refusal:
        problems = {**refusal.problems, **problems}
    if problems:
        form.show(problems)
        return _legal_page(request, found, form)
    messages.success(request, _("Saved. You can continue here at any time, on any device."))
    return redirect("partners:application" if found.question else "partners:application_verification")


def _without_account(request: ProgramRequest) -> HttpResponse:
    """Fill in the form, then sign up. The session keeps the answers until then."""
    if request.method != "POST":
        return _form_page(request, _form(request, initial=_filled_in(request, None)))
    if not within(request, "application"):
        return refusal(request)
    form = _form(request, request.POST)
    if "do-save" not in request.POST and not form.is_valid():
        return _form_page(request, form)
    answers = kept_answers(form.asked, form.typed)
    affiliation = {
        DECLARED: form.affiliation.declared[:3],
        NAMED: form.affiliation.named[: applying.LONGEST_AFFILIATES],
    }
    ticked = {f"confirm-{code}": "on" for code in form.confirmed} | {_AGREED: form.agreed_to}
    request.session[APPLICATION_KEPT] = answers | affiliation | ticked
    asked = _admission(request).application.fields
    email = next((answers[field.code] for field in asked if field.type == "email" and field.code in answers), "")
    query = urlencode({"email": email, "next": reverse("partners:application")})
    return redirect(f"{reverse('account_signup')}?{query}")


def _filled_in(request: ProgramRequest, draft: Application | None) -> dict[str, str]:
    """The form's initial values: the draft, or what a visitor filled in before signing up."""
    if draft is not None:
        declared = draft.answers.get(AFFILIATED, "")
        return {**draft.answers, DECLARED: declared, NAMED: draft.affiliates}
    kept: dict[str, str] = dict(request.session.get(APPLICATION_KEPT, {}))
    if kept.pop(_AGREED, "") != digest(confirmations(request.definition)):  # the texts are others now: ask again
        kept = {name: value for name, value in kept.items() if not name.startswith("confirm-")}
    return kept


def _form(request: ProgramRequest, *args: Any, **more: Any) -> ApplicationForm:
    return ApplicationForm(*args, admission=_admission(request), statements=confirmations(request.definition), **more)


def _legal_form(request: ProgramRequest, found: Application, *args: Any, **options: Any) -> LegalForm:
    statements = consent_asked(request.definition, entity=found.entity)
    return LegalForm(*args, verification=_verification(request), statements=statements, **options)


def _form_page(request: ProgramRequest, form: ApplicationForm, draft: Application | None = None) -> HttpResponse:
    admission = _admission(request)
    shown: dict[str, Any] = {
        "place": "application",
        "form": form,
        "draft": draft,
        "kept": APPLICATION_KEPT in request.session,
        "review": admission.application.review,
        "verification": admission.verification,
    }
    return render(request, "partners/admission/form.html", shown)


def _legal_page(request: ProgramRequest, found: Application, form: LegalForm) -> HttpResponse:
    shown: dict[str, Any] = {
        "place": "application",
        "application": found,
        "form": form,
        "documents": documents_of(found, actor=request.actor),
        "review": _verification(request).review,
        "agreements": terms_read(found, form.current, definition=request.definition, on=request.today),
    }
    return render(request, "partners/admission/verification.html", shown)


def progress_page(request: ProgramRequest, found: Application, form: AnswerForm | None = None) -> HttpResponse:
    """The application's status and history, with the question that waits for an answer."""
    seen = progress(found, actor=request.actor, definition=request.definition, on=request.today)
    form = form or AnswerForm()
    restore(request, form, f"application.{found.pk}")
    shown: dict[str, Any] = {"place": "application", "progress": seen, "form": form}
    return render(request, "partners/admission/progress.html", shown)


def _admission(request: ProgramRequest) -> Admission:
    """The program's rules about applications; without any its pages are closed before they ask."""
    admission = request.definition.admission
    assert admission is not None, "a program without applications shows its closed page"
    return admission


def _verification(request: ProgramRequest) -> Verification:
    """The program's rules about verification; without any nobody gets to its page."""
    verification = _admission(request).verification
    assert verification is not None, "a program without verification accepts after the review"
    return verification
