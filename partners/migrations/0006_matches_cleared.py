"""Adds the matches that a manager has reviewed. An applicant's consents now pass to its company."""

from django.db import migrations, models

from common.walls import AppendOnly

_DROP = "DROP TRIGGER append_only ON {0}; DROP TRIGGER append_only_truncate ON {0}"
_TABLES = ("partners_applicationevent", "partners_consent")


class Migration(migrations.Migration):
    dependencies = [("partners", "0005_profile")]

    operations = [
        migrations.AddField("application", "matches_cleared", models.JSONField(blank=True, default=list)),
        # Both start without a partner and get one once the application is accepted.
        *(migrations.RunSQL(_DROP.format(table), migrations.RunSQL.noop) for table in _TABLES),
        *(AppendOnly(table, allow_update=("partner_id",)) for table in _TABLES),
    ]
