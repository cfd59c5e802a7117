"""What a view calls to restore a draft, and the token by which a page's form names its own.

A visitor's drafts are kept in the session, encrypted as those of people who signed in.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, QueryDict

from partners.drafts.operations import discard_draft, keep_draft, kept_drafts
from partners.drafts.sealing import Draft, sealed, unsealed
from web.drafts import NAME, Restored, leave_out
from web.sent_forms import FORM_KEY

IN_SESSION, MOST_IN_SESSION = "drafts", 5
_SALT, _READ = "echelon.draft", "_form_drafts"
_NOT_TYPED = (NAME, FORM_KEY, "csrfmiddlewaretoken")


@dataclass(frozen=True, slots=True)
class Named:
    """A form that a page of ours showed to this person: which, and the page's address."""

    form: str
    back: str


def restore(request: HttpRequest, form: forms.BaseForm, name: str, *, anew: tuple[str, ...] = ()) -> None:
    """Fill an unsent form with what the person typed before; ``name`` says which form, and what it is about.

    Consents, and the fields in ``anew``, are asked for again, and files are never kept.
    """
    known: Any = form
    token = signing.dumps([name, request.get_full_path(), _owner(request)], salt=_SALT)
    draft = drafted(request, name) if request.method != "POST" else None
    known.draft = Restored(token, at=draft.at if draft else None)
    if draft:
        typed = QueryDict(mutable=True)
        for field, texts in draft.typed.items():
            typed.setlist(field, list(texts))
        leave_out(form, anew)
        known.drafted = typed


def drafted(request: Any, form: str) -> Draft | None:
    """What this person typed into the form before, if it wasn't sent."""
    if request.user.is_authenticated:
        if not hasattr(request, _READ):
            setattr(request, _READ, kept_drafts(actor=request.actor))
        row = getattr(request, _READ).get(form)
        return unsealed(row.sealed, row.at) if row else None
    token, at = request.session.get(IN_SESSION, {}).get(form, ("", ""))
    return unsealed(token, datetime.fromisoformat(at)) if token else None


def named(request: HttpRequest) -> Named | None:
    """The form that was sent, or None if its token isn't ours or is another person's."""
    try:
        form, back, owner = signing.loads(request.POST.get(NAME, ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Named(form, back) if owner == _owner(request) else None


def keep(request: Any, form: str, *, now: datetime) -> bool:
    """Keep what was sent with the request. Returns whether it was kept."""
    typed = {name: texts for name, texts in request.POST.lists() if not _is_own(name)}
    if request.user.is_authenticated:
        return keep_draft(actor=request.actor, form=form, typed=typed, now=now)
    token = sealed(typed)
    if token:
        others = {name: kept for name, kept in request.session.get(IN_SESSION, {}).items() if name != form}
        newest = sorted(others.items(), key=lambda each: each[1][1])[1 - MOST_IN_SESSION :]
        request.session[IN_SESSION] = {**dict(newest), form: [token, now.isoformat()]}
    return bool(token)


def discard(request: Any, form: str) -> None:
    """Forget the draft of the form."""
    if request.user.is_authenticated:
        discard_draft(actor=request.actor, form=form)
    elif form in request.session.get(IN_SESSION, {}):
        request.session[IN_SESSION] = {name: kept for name, kept in request.session[IN_SESSION].items() if name != form}


def _owner(request: Any) -> str:
    """Whose draft: the person's, for the partner acted for; everybody's who isn't signed in, in their own session."""
    return f"{request.actor.program_id} {request.actor.user_id} {request.actor.partner_id}"


def _is_own(name: str) -> bool:
    """Whether the field is the page's own: a key, a token, the value that was shown at first."""
    return name in _NOT_TYPED or name.startswith("initial-")
