"""Claims with row-level security; a trigger enforces each kind's cap, even for concurrent approvals."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity

# The partner's row is locked first, so two approvals for one partner are counted one after the other. The count is a
# separate statement so that it sees what the other approval stored. A "year" window is any year that contains the day.
_CAP = """
CREATE FUNCTION hold_claim_cap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE approved bigint;
BEGIN
    PERFORM 1 FROM partners_partner WHERE id = NEW.partner_id FOR NO KEY UPDATE;
    SELECT count(*) INTO approved FROM activities_claim
    WHERE partner_id = NEW.partner_id AND kind = NEW.kind AND state = 'approved' AND id <> NEW.id
      AND (NEW.cap_window = 'ever' OR approved_on > (NEW.approved_on - interval '1 year')::date);
    IF approved >= NEW.cap THEN
        RAISE EXCEPTION 'activities_claim_cap: % of % approved', approved, NEW.cap USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_claim_cap BEFORE INSERT OR UPDATE OF state ON activities_claim
    FOR EACH ROW WHEN (NEW.state = 'approved' AND NEW.cap IS NOT NULL) EXECUTE FUNCTION hold_claim_cap();
"""
_UNCAP = "DROP TRIGGER hold_claim_cap ON activities_claim; DROP FUNCTION hold_claim_cap()"


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_people")]

    operations = [
        ForceRowSecurity("activities_claim"),
        ForceRowSecurity("activities_claimmessage"),
        AppendOnly("activities_claimmessage"),
        ForceRowSecurity("activities_claimfile"),
        AppendOnly("activities_claimfile"),
        migrations.RunSQL(_CAP, _UNCAP),
    ]
