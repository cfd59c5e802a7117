"""Check the claim cap on every column change; require the days the cap counts by on approved claims."""

from django.db import migrations, models

# 0004 checked only updates of the state, so a later change of kind, cap or day went unnoticed.
_ALWAYS = """
DROP TRIGGER hold_claim_cap ON activities_claim;
CREATE TRIGGER hold_claim_cap BEFORE INSERT OR UPDATE ON activities_claim
    FOR EACH ROW WHEN (NEW.state = 'approved' AND NEW.cap IS NOT NULL) EXECUTE FUNCTION hold_claim_cap();
"""
_SOMETIMES = """
DROP TRIGGER hold_claim_cap ON activities_claim;
CREATE TRIGGER hold_claim_cap BEFORE INSERT OR UPDATE OF state ON activities_claim
    FOR EACH ROW WHEN (NEW.state = 'approved' AND NEW.cap IS NOT NULL) EXECUTE FUNCTION hold_claim_cap();
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_claims")]

    operations = [
        migrations.AddField(
            model_name="claimmessage",
            name="changes",
            field=models.JSONField(blank=True, default=dict, verbose_name="corrected"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(("approved_on__isnull", False), ("on__isnull", False)),
                    _connector="OR",
                ),
                name="activities_claim_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cap", None), ("cap_window", "")),
                    models.Q(("cap__isnull", False), ("cap_window__in", ("year", "ever"))),
                    _connector="OR",
                ),
                name="activities_claim_cap_window",
            ),
        ),
        migrations.RunSQL(_ALWAYS, _SOMETIMES),
    ]
