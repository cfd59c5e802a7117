"""Assigns the partner manager whom a partner's people see as their contact."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.models import User
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from programs.models import Staff


class UnableToAssign(Refused):
    """The person can't be this partner's manager; the message says why."""


def assign_manager(*, actor: Actor, partner: Partner, manager: User | None, now: datetime) -> Partner:
    """Make somebody of the vendor's staff the partner's contact; None for the program's general address.

    Raises UnableToAssign for a person who isn't on the program's staff, PermissionDenied for anybody but the staff.
    """
    require(actor, "partners.edit", program_id=partner.program_id)
    with transaction.atomic():
        row = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        staff = Staff.objects.filter(program_id=row.program_id, user__is_active=True)
        if manager is not None and not staff.filter(user=manager).exists():
            raise UnableToAssign({"manager": _("Choose one of the program's staff.")})
        if row.manager_id == (manager.pk if manager else None):
            return row
        row.manager = manager
        row.save(update_fields=["manager"])
        note_act(
            actor=actor,
            action="partners.edit",
            subject=row,
            partner_id=row.pk,
            now=now,
            summary=sentence(
                "Made %(person)s the partner manager of %(name)s",
                person=manager.email if manager else "nobody",
                name=row.name,
            ),
        )
    return row
