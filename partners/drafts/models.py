"""What people typed into forms that they haven't sent."""

from typing import Self

from django.conf import settings
from django.db import models

from common.actor import Actor
from common.visibility import TenantQuerySet
from partners.models.partner import Partner
from programs.models import Program


class DraftQuerySet(TenantQuerySet["FormDraft"]):
    """Drafts of one person."""

    def visible_to(self, actor: Actor) -> Self:
        """A person's own, for the partner that the person acts for; all of the program for the system."""
        mine = self.filter(program_id=actor.program_id)
        if actor.kind == "system":
            return mine
        return mine.filter(user_id=actor.user_id, partner_id=actor.partner_id) if actor.user_id else self.none()


class FormDraft(models.Model):
    """One form of one person. ``sealed`` is encrypted: it may hold a client's contact. Files are never kept.

    ``form`` names the form and what it is about: "deal", "claim.12.answer".
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.CharField(max_length=100)
    sealed = models.TextField()
    at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "draft of a form"
        verbose_name_plural = "drafts of forms"
        constraints = (
            models.UniqueConstraint(
                fields=("program", "user", "partner", "form"), name="partners_formdraft_one", nulls_distinct=False
            ),
        )
        indexes = (models.Index(fields=("at",), name="partners_formdraft_at"),)

    def __str__(self) -> str:
        return self.form
