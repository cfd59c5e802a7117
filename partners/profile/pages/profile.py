"""A partner's profile: current values, pending changes, and the form (B24-1.4b, B24-1.7.4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import may
from common.clock import now
from partners.admission.agreement import has_agreement
from partners.documents import store_document
from partners.drafts.kit import restore
from partners.models import ProfileRevision
from partners.pages.access import dashboard_page, partner_page
from partners.profile.fields import LOGO
from partners.profile.operations import (
    Submitted,
    UnableToEditProfile,
    keep_papers,
    submit_revision,
    withdraw_revision,
)
from partners.profile.pages.forms import ProfileForm
from partners.profile.queries import Profile, profile
from partners.requests import PartnerRequest
from partners.undo import PROFILE
from web.cards import cards
from web.undo import offer_undo


@require_safe
@partner_page("profile.view")
def profile_page(request: PartnerRequest) -> HttpResponse:
    """The profile with pending and declined changes, and cards from other apps."""
    found = _profile(request)
    pending = found.pending
    takes_back = pending is not None and (not pending.legal or may(request.actor, "legal.edit"))
    return dashboard_page(
        request,
        "partners/profile/profile.html",
        found=found,
        cards=cards("profile", request, found),
        edits=may(request.actor, "profile.edit"),
        takes_back=takes_back and may(request.actor, "profile.edit"),
        agreement=has_agreement(request.actor),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("profile.edit")
def edit(request: PartnerRequest) -> HttpResponse:
    """The form. Changes that need approval become pending; all others take effect at once."""
    found = _profile(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ProfileForm(
        *posted,
        partner=request.partner,
        definition=request.definition,
        shown=found.shown,
        pending=found.pending,
        legal=may(request.actor, "legal.edit"),
    )
    restore(request, form, "profile")
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            done = submit_revision(
                actor=request.actor,
                partner=request.partner,
                rulebook=request.rulebook,
                changes=form.changes,
                logo=form.cleaned_data.get(LOGO),
                papers=form.papers,
                replace=bool(form.cleaned_data.get("replace")),
                today=request.today,
                now=now(),
            )
            messages.success(request, _said(done))
            return redirect("partners:profile")
    if form.errors:
        _keep_files(request, form)
    answer = dashboard_page(request, "partners/profile/edit.html", form=form, found=found)
    answer.status_code = 400 if form.errors else 200
    return answer


@require_POST
@partner_page("profile.edit")
def withdraw(request: PartnerRequest) -> HttpResponse:
    """Withdraw the pending change."""
    rows = ProfileRevision.objects.visible_to(request.actor).filter(state=ProfileRevision.State.PENDING)
    try:
        row = withdraw_revision(actor=request.actor, revision=get_object_or_404(rows), now=now())
    except UnableToEditProfile as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("The change was canceled. Your profile stays as it is.")
        offer_undo(request, said, PROFILE, back=reverse("partners:profile"), pk=row.pk)
    return redirect("partners:profile")


def _profile(request: PartnerRequest) -> Profile:
    return profile(request.partner, actor=request.actor, definition=request.definition)


def _said(done: Submitted) -> str:
    if done.revision is None:
        return _("The profile was updated.")
    if done.revision.legal:
        return _("Your changes are pending approval, and we verify your company again. You keep your status meanwhile.")
    return _("Your changes are pending approval. We'll notify you when they're decided.")


def _keep_files(request: PartnerRequest, form: ProfileForm) -> None:
    """Store the uploaded files now, because browsers forget them when a form has errors."""
    if not hasattr(form, "cleaned_data"):
        return
    kept = list(form.papers.values())
    form.kept = kept
    keep_papers(
        actor=request.actor, partner=request.partner, definition=request.definition, papers=form.papers, now=now()
    )
    upload = form.cleaned_data.get(LOGO)
    if upload is not None:
        stored = store_document(
            actor=request.actor,
            program_id=request.program.pk,
            partner_id=request.partner.pk,
            upload=upload,
            purpose=LOGO,
            now=now(),
        )
        data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, which the stubs call a Mapping
        form.data = data
        data["logo_waiting"] = stored.pk
        kept.append(upload)
