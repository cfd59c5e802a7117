"""The partner program (the tenant), its sites, the dated revisions of its rules, its staff, job runs and sent forms."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.record_names import record_name
from common.visibility import VendorQuerySet


class Program(models.Model):
    """One vendor's partner program."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    opened_on = models.DateField(
        _("last opened day"), null=True, blank=True, help_text=_("Points, levels and reviews are true for this day.")
    )

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name for sentences that write "the" before it: "Club" of "The Club"."""
        return self.name.removeprefix("The ")


class Site(models.Model):
    """A host name of a program, with language and currency (B24-15.2).

    ``origin`` is the host in the program file, empty for a site that was added in the admin. ``edited_at`` says that
    an administrator added or changed it: publishing rules then leaves it alone.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="sites")
    host = models.CharField(_("host"), max_length=253, unique=True)
    language = models.CharField(_("language"), max_length=16, default="en")
    currency = models.CharField(_("currency"), max_length=3)
    entity = models.CharField(_("contracting entity"), max_length=40, blank=True)
    origin = models.CharField(_("host in the program file"), max_length=253, blank=True, default="", db_default="")
    edited_at = models.DateTimeField(_("set in the admin"), null=True, blank=True)
    generation: str = ""  # names what the public sees of the program; set by programs.queries.site_of

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")

    def __str__(self) -> str:
        return self.host


class Revision(models.Model):
    """A published definition: immutable, in force from its day until the next one."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    effective_from = models.DateField(_("in force from"))
    source = models.TextField(_("source"))
    definition = models.JSONField(_("definition"))
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the rules")
        verbose_name_plural = _("rules")
        ordering = ("program", "number")
        constraints = (models.UniqueConstraint(fields=("program", "number"), name="programs_revision_number"),)

    def __str__(self) -> str:
        return str(_("Revision %(number)s") % {"number": self.number})


class PublicChange(models.Model):
    """What the public sees of a program changed: rules were published, or a listed partner's card changed.

    Triggers insert these rows in the transaction of the change, and merge old ones. ``mark`` is random, so the sum of a
    program's marks (`programs.queries.site_of`) names what the public sees now: it changes when a change is committed,
    and an earlier sum does not come back. A counter in one row would make all who change a listing wait for each other.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="+", db_constraint=False)
    mark = models.BigIntegerField()

    class Meta:
        verbose_name = "change of a public page"
        verbose_name_plural = "changes of public pages"

    def __str__(self) -> str:
        return f"{self.program_id}: {self.mark}"


class Staff(models.Model):
    """A person who works for the vendor in one program."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("partner manager")
        ADMINISTRATOR = "administrator", _("program administrator")

    program = models.ForeignKey(Program, models.CASCADE, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_of")
    role = models.CharField(_("role"), max_length=16, choices=Role)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
        constraints = (models.UniqueConstraint(fields=("program", "user"), name="programs_staff_user"),)

    def __str__(self) -> str:
        return record_name(self)


class JobRun(models.Model):
    """One run of a daily job for one day; the unique key makes a second run a no-op."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="job_runs")
    job = models.CharField(_("job"), max_length=60)
    day = models.DateField(_("day"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    outcome = models.JSONField(_("outcome"), default=dict)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        ordering = ("-day", "-id")
        constraints = (models.UniqueConstraint(fields=("program", "job", "day"), name="programs_jobrun_day"),)

    def __str__(self) -> str:
        return record_name(self)


class FormAnswer(models.Model):
    """The answer to a form that was sent, so that sending it again does nothing and gets the same answer.

    ``digest`` identifies the form's one-time key, its sender and what was filled in. ``sealed`` is encrypted with the
    key, which only the browser has: what the answer says can't be read from this table.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    sealed = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = "answer to a form"
        verbose_name_plural = "answers to forms"
        constraints = (models.UniqueConstraint(fields=("program", "digest"), name="programs_formanswer_digest"),)
        indexes = (models.Index(fields=("at",), name="programs_formanswer_at"),)

    def __str__(self) -> str:
        return self.digest
