"""Notices to partners, read marks, email preferences, outbox. Notices count as received when sent (B24-1.7.1)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet, VendorQuerySet
from partners.models import Partner
from programs.models import Program


class NoticeQuerySet(TenantQuerySet["Notice"]):
    """Queries for notices."""

    def unread_by(self, user_id: int) -> Self:
        """Notices that the person has not read."""
        return self.filter(~models.Exists(Reading.objects.filter(notice=models.OuterRef("pk"), user=user_id)))

    def with_reading_of(self, user_id: int) -> Self:
        """Adds ``read_at``, the time at which the person first read the notice."""
        mine = Reading.objects.filter(notice=models.OuterRef("pk"), user=user_id)
        return self.annotate(read_at=models.Subquery(mine.values("read_at")))

    def with_told(self) -> Self:
        """Adds ``told``, the subject in the reader's language."""
        return self.annotate(told=Coalesce(told(0), "subject"))

    def saying(self, words: str) -> Self:
        """Notices with these words, in the language of the partner or of the reader."""
        rows = self.annotate(told_subject=told(0), told_body=told(1))
        named = ("subject", "body", "told_subject", "told_body")
        return rows.filter(models.Q.create([(f"{name}__icontains", words) for name in named], models.Q.OR))


class Notice(models.Model):
    """A message in a partner's inbox. Only ``mailed_at`` changes later, once its emails are in the outbox.

    ``subject`` and ``body`` are in the partner's language, ``language``; ``texts`` has both in other languages, so that
    each person reads their own (notices/wording.py). Notices from before have one language only.

    ``attached`` names the document that its emails carry, which is made when they are sent (notices/attachments.py).
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="notices", db_index=False)
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(max_length=160)
    on = models.DateField(_("day"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    link = models.CharField(_("where to go"), max_length=300, blank=True)
    clause = models.CharField(_("clause"), max_length=60, blank=True)
    attached = models.CharField(_("attached"), max_length=80, blank=True, default="", db_default="")
    language = models.CharField(_("language"), max_length=16, blank=True, default="", db_default="")
    texts = models.JSONField(
        _("in other languages"), blank=True, default=dict, db_default=models.Value({}, models.JSONField())
    )
    sent_at = models.DateTimeField(_("sent"))
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-sent_at", "-id")
        constraints = (models.UniqueConstraint(fields=("program", "key"), name="notices_notice_key"),)
        indexes = (
            models.Index(fields=("partner", "-sent_at"), name="notices_notice_inbox"),
            models.Index(fields=("id",), condition=models.Q(mailed_at=None), name="notices_notice_unmailed"),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def own_subject(self) -> str:
        """The subject in the reader's language."""
        return self._told()[0]

    @property
    def own_body(self) -> str:
        """The text in the reader's language."""
        return self._told()[1]

    def _told(self) -> tuple[str, str]:
        subject, body = self.texts.get(get_language() or "") or (self.subject, self.body)
        return subject, body


def told(place: int) -> KeyTextTransform:
    """The subject (0) or text (1) of a notice in the reader's language; null if it is only in the partner's."""
    return KeyTextTransform(place, KeyTransform(get_language() or "", "texts"))


class Reading(models.Model):
    """Records that a person has read a notice. Informational only, not proof of receipt. Append-only."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(_("read"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = (models.UniqueConstraint(fields=("notice", "user"), name="notices_reading_once"),)

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.user_id}"


class MailChoice(models.Model):
    """How a person wants one program's email. Without a row, every notice is emailed at once. The inbox shows all."""

    class Mode(models.TextChoices):
        EACH = "each", _("every notice, at once")
        DIGEST = "digest", _("once a day, together")
        NONE = "none", _("no email")

    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices")
    mode = models.CharField(_("email"), max_length=16, choices=Mode)
    chosen_at = models.DateTimeField(_("chosen"))

    class Meta:
        verbose_name = _("choice of email")
        verbose_name_plural = _("choices of email")
        constraints = (models.UniqueConstraint(fields=("program", "user"), name="notices_mailchoice_user"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_mode_display()}"


class Mail(models.Model):
    """The outbox: one email to one address, stored in the same transaction as the event and sent afterwards.

    A crash in between loses nothing. ``key`` is unique in the program, so nothing is stored twice. The Message-ID is
    derived from it, so a receiver can recognize a duplicate. ``sealed`` is encrypted content that lets its reader in
    (notices/sealed.py); subject, text and ``link`` hold nothing secret. Only ``sent_at``, ``attempts``, ``retry_at``
    and ``failure`` are written later; ``link`` and ``sealed`` are cleared once the email is sent, and ``sealed`` some
    time after it was given up (``erased_at``).
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=200)
    to = models.EmailField(pgettext_lazy("an email", "to"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    link = models.CharField(_("where to go"), max_length=500, blank=True)
    sealed = models.TextField(blank=True, default="", db_default="")
    attached = models.CharField(_("attached"), max_length=80, blank=True, default="", db_default="")
    language = models.CharField(_("language"), max_length=16, default="en")
    queued_at = models.DateTimeField(_("queued"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=200, blank=True)
    erased_at = models.DateTimeField(_("content erased"), null=True, blank=True)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("email")
        verbose_name_plural = _("outgoing email")
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("program", "key"), name="notices_mail_key"),)
        indexes = (
            models.Index(fields=("program", "id"), condition=models.Q(sent_at=None), name="notices_mail_waiting"),
            models.Index(
                fields=("program", "id"),
                condition=models.Q(sent_at=None) & ~models.Q(sealed=""),
                name="notices_mail_sealed",
            ),
        )

    def __str__(self) -> str:
        return self.subject
