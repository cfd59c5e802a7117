"""Persons and companies that can't be sold to, from lists that the vendor's staff import (B24-2.4)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.visibility import VendorQuerySet
from programs.models import Program
from store.visibility import SharedQuerySet


class ExcludedPersonQuerySet(VendorQuerySet["ExcludedPerson"]):
    """Reads of excluded persons; only the vendor sees them."""

    def in_force(self, on: date) -> Self:
        """Entries of a day."""
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on)

    def on_list(self, on: date) -> Self:
        """Entries that were not taken off their list by a day, also those that begin later."""
        return self.filter(Q(until=None) | Q(until__gte=on))


class ExcludedPerson(models.Model):
    """An entry of a list: a name, from a day on, until a day if it was taken off the list. Entries are never deleted.

    ``plain`` is the name as it is compared (store/screening/rules.py).
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(_("list"), max_length=120)
    name = models.CharField(_("name"), max_length=300)
    plain = models.CharField(max_length=300)
    country = models.CharField(_("country"), max_length=2, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    changed_at = models.DateTimeField(_("imported"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ExcludedPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("excluded person")
        verbose_name_plural = _("excluded persons")
        ordering = ("source", "name", "id")
        constraints = (models.CheckConstraint(condition=~Q(plain=""), name="store_excludedperson_plain"),)
        indexes = (models.Index(fields=("program", "source", "plain"), name="store_excludedperson_list"),)

    def __str__(self) -> str:
        return self.name


class PersonList(models.Model):
    """One import of a list: what it changed. Append-only; the latest one says which lists a process must have read."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(_("list"), max_length=120)
    entries = models.PositiveIntegerField(_("names"))
    added = models.PositiveIntegerField(_("new"))
    ended = models.PositiveIntegerField(_("taken off"))
    imported_at = models.DateTimeField(_("imported"))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SharedQuerySet["PersonList"].as_manager()

    class Meta:
        verbose_name = _("import of a list")
        verbose_name_plural = _("imports of lists")
        ordering = ("-id",)
        indexes = (models.Index(fields=("program", "-id"), name="store_personlist_latest"),)

    def __str__(self) -> str:
        return f"{self.source} {self.imported_at:%Y-%m-%d}"
