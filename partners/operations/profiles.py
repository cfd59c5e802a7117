"""Writing what a partner says of itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from common.actor import Actor
from common.events import publish
from partners.events import ProfileChanged
from partners.models import Partner

PROFILE = ("name", "city", "address", "website", "email", "phone", "description", "services", "languages", "listed")


class UnableToEditProfile(Exception):
    """The profile cannot be changed so; ``problems`` says why, by field."""

    def __init__(self, found: dict[str, str]) -> None:
        super().__init__(" ".join(found.values()))
        self.problems = found


def edit_profile(*, actor: Actor, partner: Partner, changes: Mapping[str, Any], today: date) -> Partner:
    """The vendor's staff corrects what a partner's profile says; its directory card follows at once.

    Only fields in ``PROFILE``; the terms of the partnership (code, country, currency, acceptance) are not a profile.
    Raises UnableToEditProfile with a reason by field, PermissionError for anybody but the vendor.
    """
    if not actor.is_vendor or actor.program_id != partner.program_id:
        raise PermissionError("Only the program's staff edits a profile here.")
    if foreign := [name for name in changes if name not in PROFILE]:
        raise UnableToEditProfile({name: f"{name!r} is not part of the profile." for name in foreign})
    if not changes:
        return partner
    with transaction.atomic():
        row = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        for name, value in changes.items():
            setattr(row, name, value)
        try:
            row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in changes])
        except ValidationError as error:
            raise UnableToEditProfile({name: " ".join(said) for name, said in error.message_dict.items()}) from error
        row.save(update_fields=list(changes))
        publish(ProfileChanged(row.program_id, row.pk, today))
    return row
