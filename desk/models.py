"""What the staff keep at their lists: saved views, and who works on what. A list is named by its model."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.record_names import record_name
from common.visibility import VendorQuerySet
from programs.models import Program


class SavedView(models.Model):
    """The filters, the order and the columns of a list, under a name; ``shared`` ones are the whole staff's."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    page = models.CharField(_("list"), max_length=80)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=500, blank=True)
    shared = models.BooleanField(_("for all staff"), default=False)
    saved_at = models.DateTimeField(_("saved"))

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("page", "name", "id")
        constraints = (models.UniqueConstraint(fields=("program", "user", "page", "name"), name="desk_savedview_name"),)

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """Who works on a row of a queue.

    ``queued``: the row has been in a queue since. Once it is in none any more, the assignment ends.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    page = models.CharField(_("list"), max_length=80)
    row_id = models.BigIntegerField(_("row"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("assignee"))
    assigned_at = models.DateTimeField(_("assigned"))
    queued = models.BooleanField(default=False, db_default=False)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("program", "page", "row_id"), name="desk_assignment_row"),)

    def __str__(self) -> str:
        return record_name(self)
