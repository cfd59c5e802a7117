"""A partner's API tokens: create, show last use, revoke."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from common.clock import now
from partners.models import ApiToken
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from partners.team.pages.forms import CreateToken
from partners.tokens.operations import ALREADY_CREATED, UnableToRevokeToken, create_token, revoke_token
from partners.tokens.queries import tokens_of
from partners.tokens.scopes import PARTNER_SCOPES, named
from web.paging import page_number, page_of
from web.sent_forms import first_answer, keep_answer

ROWS = 50


@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("tokens.manage")
def tokens(request: PartnerRequest) -> HttpResponse:
    """The partner's tokens. Only the response to creating one shows its secret, also when the form is sent again."""
    form, secret = CreateToken(request.POST or None, scopes=PARTNER_SCOPES, today=request.today), ""
    first = first_answer(request)
    if first is not None:
        secret, form = first, CreateToken(None, scopes=PARTNER_SCOPES, today=request.today)
        if not secret:
            messages.warning(request, str(ALREADY_CREATED))
    elif request.method == "POST" and form.is_valid():
        with form.refusals():
            _token, secret = create_token(
                actor=request.actor,
                program_id=request.program.pk,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=form.expires_at(request.program.time_zone),
                now=now(),
            )
            keep_answer(request, secret)
            form = CreateToken(None, scopes=PARTNER_SCOPES, today=request.today)
    page = page_of(tokens_of(request.actor), page_number(request.GET), ROWS)
    moment = now()
    for row in page.rows:
        row.over = row.expires_at is not None and row.expires_at <= moment
        row.scope_words = [named(scope, PARTNER_SCOPES[scope]) for scope in row.scopes if scope in PARTNER_SCOPES]
    answer = dashboard_page(request, "partners/tokens/tokens.html", page=page, form=form, secret=secret)
    answer.status_code = 400 if form.errors else 200
    return answer


@require_POST
@partner_page("tokens.manage")
def revoke(request: PartnerRequest, token_id: int) -> HttpResponse:
    """Revoke a token from its next request on."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.actor), pk=token_id)
    try:
        revoke_token(actor=request.actor, token=token, now=now())
    except UnableToRevokeToken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The token %(name)s is revoked.") % {"name": token.name})
    return redirect("partners:tokens")
