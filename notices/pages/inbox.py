"""The partner's inbox of record (B24-1.7.1), and each person's email preferences."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.clock import now
from notices.kinds import kind_name
from notices.models import MailChoice, Notice, Reading
from notices.operations import choose_mail, read_notice, read_notices
from notices.pages.forms import MailChoiceForm, NoticeFilters
from notices.queries import kinds_of
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from web.paging import page_number, page_of

ROWS = 50


@require_safe
@partner_page("notices.view")
def notices(request: PartnerRequest) -> HttpResponse:
    """The partner's notices, newest first, with unread ones highlighted."""
    form = NoticeFilters(request.GET, kinds=kinds_of(request.actor), definition=request.definition)
    mine = Notice.objects.visible_to(request.actor).with_reading_of(request.user.pk)
    page = page_of(form.apply(mine, reader=request.user.pk), page_number(request.GET), ROWS)
    for row in page.rows:
        row.kind_words = kind_name(row.kind, request.definition)
    return dashboard_page(request, "notices/inbox/list.html", form=form, page=page)


@require_safe
@partner_page("notices.view")
def notice(request: PartnerRequest, notice_id: int) -> HttpResponse:
    """One notice, with who else has read it and when. Opening it marks it as read by this person."""
    found = get_object_or_404(Notice.objects.visible_to(request.actor), pk=notice_id)
    if request.method == "GET":
        read_notice(actor=request.actor, notice=found, now=now())
    readings = Reading.objects.visible_to(request.actor).filter(notice=found).select_related("user").order_by("read_at")
    return dashboard_page(
        request,
        "notices/inbox/notice.html",
        notice=found,
        readings=readings,
        kind_words=kind_name(found.kind, request.definition),
        link=found.link if found.link.startswith("/") and not found.link.startswith("//") else "",
    )


@require_POST
@partner_page("notices.view")
def read_all(request: PartnerRequest) -> HttpResponse:
    """Mark all of the partner's notices as read by this person."""
    count = read_notices(actor=request.actor, notices=Notice.objects.visible_to(request.actor), now=now())
    messages.success(
        request,
        ngettext("One notice is marked as read.", "%(count)s notices are marked as read.", count) % {"count": count},
    )
    return redirect("notices:inbox")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: PartnerRequest) -> HttpResponse:
    """Choose how to get the program's email. Vendor staff use this page too."""
    if request.actor.kind == "staff":
        return _choose(request, lambda **context: render(request, "notices/inbox/mail_choice_staff.html", context))
    return _members_choice(request)


@partner_page("notices.view")
def _members_choice(request: PartnerRequest) -> HttpResponse:
    return _choose(request, lambda **context: dashboard_page(request, "notices/inbox/mail_choice.html", **context))


def _choose(request: PartnerRequest, page: Any) -> HttpResponse:
    chosen = MailChoice.objects.filter(program=request.program, user=request.user).first()
    form = MailChoiceForm(request.POST or None, staff=request.actor.kind == "staff", mode=chosen.mode if chosen else "")
    if request.method == "POST" and form.is_valid():
        choose_mail(actor=request.actor, mode=form.cleaned_data["mode"], now=now())
        messages.success(request, _("Your choice was saved."))
        return redirect("notices:mail_choice")
    return page(form=form)
