"""Row security on everything; the chain and the views of contact data are append-only.

A request belongs to no partner: those who were offered it or hold it read it, and every partner what is on the board.
"""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity

_READERS = """
ALTER TABLE leads_leadrequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE leads_leadrequest FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON leads_leadrequest USING (program_id = NULLIF(current_setting('app.program_id', true), '')::bigint AND (
    NULLIF(current_setting('app.partner_id', true), '')::bigint = 0
    OR (state = 'open' AND NULLIF(current_setting('app.partner_id', true), '')::bigint IS NOT NULL)
    OR EXISTS (SELECT FROM leads_offer o WHERE o.lead_id = leads_leadrequest.id
               AND o.partner_id = NULLIF(current_setting('app.partner_id', true), '')::bigint)
    OR EXISTS (SELECT FROM leads_reservation r WHERE r.lead_id = leads_leadrequest.id
               AND r.partner_id = NULLIF(current_setting('app.partner_id', true), '')::bigint)
)) WITH CHECK (program_id = NULLIF(current_setting('app.program_id', true), '')::bigint
    AND NULLIF(current_setting('app.partner_id', true), '')::bigint = 0)
"""
_EVERYBODY = """
DROP POLICY tenant ON leads_leadrequest;
ALTER TABLE leads_leadrequest NO FORCE ROW LEVEL SECURITY;
ALTER TABLE leads_leadrequest DISABLE ROW LEVEL SECURITY
"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial")]

    operations = [
        ForceRowSecurity("leads_participant"),
        ForceRowSecurity("leads_location"),
        ForceRowSecurity("leads_offer"),
        ForceRowSecurity("leads_reservation"),
        ForceRowSecurity("leads_leadnote"),
        ForceRowSecurity("leads_contactview"),
        ForceRowSecurity("leads_leadcontact", partner=None, vendor=True),
        ForceRowSecurity("leads_territory", partner=None, vendor=True),
        ForceRowSecurity("leads_turn", partner=None, vendor=True),
        ForceRowSecurity("leads_entry", partner=None, vendor=True),
        AppendOnly("leads_entry"),
        AppendOnly("leads_contactview"),
        migrations.RunSQL(_READERS, _EVERYBODY),
    ]
