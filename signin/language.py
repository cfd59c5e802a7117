"""The language of a person's pages and emails."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.operations import choose_language
from programs.requests import ProgramRequest
from web.forms import offer
from web.languages import by_link, for_visitor, forget, offered


class LanguageForm(forms.Form):
    """A language of the portal, or that of the site."""

    language = forms.ChoiceField(label=gettext_lazy("Language of pages and emails"), required=False)

    def __init__(self, data: Any, *, language: str) -> None:
        super().__init__(data, initial={"language": language})
        offer(self, "language", [("", _("As the website")), *offered()])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: ProgramRequest) -> HttpResponse:
    """Choose the language; the choice forgets what a link has chosen before."""
    form = LanguageForm(request.POST or None, language=by_link(request) or request.user.language)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["language"]
        choose_language(actor=request.actor, user=request.user, language=chosen)
        with translation.override(chosen or for_visitor(request, site=request.site.language)):
            messages.success(request, _("Your language was saved."))
        answer = redirect("signin:language")
        forget(answer)
        return answer
    return render(request, "signin/language.html", {"place": "account", "form": form})
