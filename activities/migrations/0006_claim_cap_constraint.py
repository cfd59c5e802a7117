"""Report a reached claim cap by constraint name, like every other database rule, instead of by message text."""

from django.db import migrations

# As in 0004, except for the constraint name on the error.
_FUNCTION = """
CREATE OR REPLACE FUNCTION hold_claim_cap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE approved bigint;
BEGIN
    PERFORM 1 FROM partners_partner WHERE id = NEW.partner_id FOR NO KEY UPDATE;
    SELECT count(*) INTO approved FROM activities_claim
    WHERE partner_id = NEW.partner_id AND kind = NEW.kind AND state = 'approved' AND id <> NEW.id
      AND (NEW.cap_window = 'ever' OR approved_on > (NEW.approved_on - interval '1 year')::date);
    IF approved >= NEW.cap THEN
        RAISE EXCEPTION 'activities_claim_cap: % of % approved', approved, NEW.cap
            USING ERRCODE = 'check_violation'NAMED;
    END IF;
    RETURN NEW;
END $$;
"""
_NAMED = _FUNCTION.replace("NAMED", ", CONSTRAINT = 'activities_claim_cap'")
_UNNAMED = _FUNCTION.replace("NAMED", "")


class Migration(migrations.Migration):
    dependencies = [("activities", "0005_claim_cap")]

    operations = [migrations.RunSQL(_NAMED, _UNNAMED)]
