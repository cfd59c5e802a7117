"""Users and the audit log. partners.Member and programs.Staff link users to partners and programs."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.mailboxes import address_key
from common.visibility import VendorQuerySet


class Users(BaseUserManager["User"]):
    """Creates users by email address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; without a password, the user must reset it before signing in."""
        user = self.model(email=address_key(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user who may do everything in the admin of every program."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user by email, ignoring case: emails are stored in lower case."""
        return self.get(email=address_key(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person, identified by email address. An empty ``language`` means that of the site."""

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True, default="", db_default="")
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (models.UniqueConstraint(Lower("email"), name="accounts_user_email"),)

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name shown by the admin's theme and by packages."""
        return self.name or self.email


class AuditEntry(models.Model):
    """A staff action: who did what, to what, and when. Append-only.

    It stores plain ids instead of foreign keys, so it outlives what it refers to; ``summary`` describes it in words.
    """

    program_id = models.BigIntegerField(_("program"))
    partner_id = models.BigIntegerField(_("partner"), null=True, blank=True)
    at = models.DateTimeField(_("when"))
    user_id = models.BigIntegerField(_("person"))
    role = models.CharField(_("role"), max_length=16)
    action = models.CharField(_("action"), max_length=60)
    subject = models.CharField(_("of"), max_length=80)
    subject_id = models.BigIntegerField(_("number"), null=True, blank=True)
    summary = models.CharField(_("what was done"), max_length=400)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("program_id", "-id"), name="accounts_audit_program"),
            models.Index(fields=("program_id", "-at", "-id"), name="accounts_audit_time"),
            models.Index(fields=("partner_id", "-id"), name="accounts_audit_partner"),
        )

    def __str__(self) -> str:
        return self.summary
