"""Creates, revokes and checks API tokens. Each use checks anew what the person may do."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from string import ascii_letters, ascii_lowercase, digits
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.refusals import Refused
from common.tenancy import bind
from common.text import without_odd
from partners.actors import UNPROVED, member_actor, staff_actor
from partners.models import ApiToken, Partner
from partners.tokens.scopes import scopes_for
from partners.tokens.valid_tokens import MARK, alive, digest_of, in_force, looks_like_a_token
from programs.models import Program

MOST = 25  # active tokens per partner or vendor
LONGEST_NAME = 80
SEEN_EVERY = timedelta(minutes=1)
# For a form sent again so late that the secret isn't shown any more.
ALREADY_CREATED = gettext_lazy(
    "You already created this token, and its secret was shown then. "
    "Without the secret, revoke the token and create another."
)


class UnableToCreateToken(Refused):
    """The token can't be created. ``problems`` gives the reasons by field."""


class UnableToRevokeToken(Refused):
    """The token can't be revoked; the message says why."""


def create_token(
    *,
    actor: Actor,
    program_id: int,
    name: str,
    scopes: Sequence[str],
    now: datetime,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Create a token for the actor's partner or for the vendor. Returns it with its secret, which is not stored.

    Raises UnableToCreateToken with problems by field, PermissionDenied for people who may not create one.
    """
    require(actor, "vendor_tokens.manage" if actor.kind == "staff" else "tokens.manage", program_id=program_id)
    if actor.user_id is None:
        raise PermissionDenied("A token belongs to a person.")
    known, name = scopes_for(actor), without_odd(name)
    problems = {}
    if not name or len(name) > LONGEST_NAME:
        problems["name"] = _("Enter a name of at most %(most)s characters, so that you recognize the token.") % {
            "most": LONGEST_NAME
        }
    if not scopes or any(scope not in known for scope in scopes):
        problems["scopes"] = _("Choose what the token may do.")
    if expires_at is not None and expires_at <= now:
        problems["expires_at"] = _("Choose a day in the future.")
    if problems:
        raise UnableToCreateToken(problems)
    prefix = f"{MARK}_{_letters(8, ascii_lowercase + digits)}"
    secret = f"{prefix}_{_letters(43, ascii_letters + digits)}"
    with transaction.atomic():
        _lock_owner(actor)
        mine = Q(partner=None) if actor.partner_id is None else Q(partner=actor.partner_id)
        if ApiToken.objects.visible_to(actor).filter(alive(now), mine).count() >= MOST:
            raise UnableToCreateToken(
                {"": _("You already have %(most)s tokens. Revoke one you no longer need.") % {"most": MOST}}
            )
        token = ApiToken.objects.create(
            program_id=program_id,
            partner_id=actor.partner_id,
            user_id=actor.user_id,
            name=name,
            prefix=prefix,
            digest=digest_of(secret),
            scopes=[scope for scope in known if scope in scopes],
            created_at=now,
            expires_at=expires_at,
        )
        note_act(
            actor=actor,
            action="vendor_tokens.manage",
            subject=token,
            now=now,
            summary=sentence("Made the API token %(name)s (%(prefix)s)", name=name, prefix=prefix),
            details={"scopes": token.scopes},
        )
    return token, secret


def revoke_token(*, actor: Actor, token: ApiToken, now: datetime) -> ApiToken:
    """Revoke a token. Main users may revoke their partner's tokens, administrators any token of the program.

    Raises UnableToRevokeToken if it has already ended, PermissionDenied for anybody else.
    """
    require(actor, "vendor_tokens.manage" if actor.kind == "staff" else "tokens.manage", program_id=token.program_id)
    with transaction.atomic():
        row = ApiToken.objects.visible_to(actor).select_for_update(no_key=True).get(pk=token.pk)
        if row.revoked_at is not None:
            raise UnableToRevokeToken({"": _("This token was already revoked.")})
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        note_act(
            actor=actor,
            action="vendor_tokens.manage",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence("Revoked the API token %(name)s (%(prefix)s)", name=row.name, prefix=row.prefix),
        )
    return row


def authenticate_token(*, program_id: int, secret: str, now: datetime) -> tuple[ApiToken, Actor] | None:
    """The token for a secret and the actor it acts for now. None if the token is not valid.

    The actor is determined anew: none for people who left or are blocked, a lesser role for people who were demoted.
    `partners.tokens.scopes.granted` says which of the token's scopes are left. Last use is recorded at most once a
    minute.
    """
    if not looks_like_a_token(secret):
        return None
    # The caller has no role yet, so the lookup covers the whole program, by a digest that only the holder can compute.
    with bind(program_id):
        token = in_force(program_id, secret, now).select_related("user", "program", "partner").first()
        actor = _acting(token, now) if token else None
        if token is None or actor is None:
            return None
        _note_use(token, now)
    return token, actor


def _acting(token: ApiToken, now: datetime) -> Actor | None:
    if token.partner_id is None:
        staff = staff_actor(token.user, program_id=token.program_id)
        return None if staff is None or staff.role == UNPROVED else staff
    on = now.astimezone(ZoneInfo(token.program.time_zone)).date()
    actor = member_actor(token.user, program_id=token.program_id, partner_id=token.partner_id, on=on)
    return None if actor is None or actor.role == "blocked" else actor


def _note_use(token: ApiToken, now: datetime) -> None:
    """Record the last use. Skipped, without waiting, if another request is recording it."""
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - SEEN_EVERY)
    if token.last_used_at is not None and token.last_used_at > now - SEEN_EVERY:
        return
    rows = ApiToken.objects.filter(stale, pk=token.pk)
    if rows.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True).first():
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        token.last_used_at = now


def _lock_owner(actor: Actor) -> None:
    """Lock the partner's row, or the program's for vendor tokens, so that the limit holds."""
    if actor.partner_id is None and actor.program_id is not None:
        Program.objects.select_for_update(no_key=True).get(pk=actor.program_id)
    else:
        Partner.objects.visible_to(actor).select_for_update(no_key=True).get()


def _letters(count: int, alphabet: str) -> str:
    return "".join(secrets.choice(alphabet) for _place in range(count))
