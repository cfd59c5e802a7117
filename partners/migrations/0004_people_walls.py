"""Row-level security for applications, teams, profiles and measures; triggers that keep records append-only."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_people")]

    operations = [
        ForceRowSecurity("partners_application", applicant="applicant_id"),
        ForceRowSecurity("partners_applicationevent", applicant="applicant_id"),
        AppendOnly("partners_applicationevent"),
        ForceRowSecurity("partners_consent", applicant="applicant_id"),
        AppendOnly("partners_consent"),
        ForceRowSecurity("partners_identifier", vendor=True),
        ForceRowSecurity("partners_document", applicant="uploaded_by_id"),
        ForceRowSecurity("partners_invitation"),
        ForceRowSecurity("partners_profilerevision"),
        ForceRowSecurity("partners_websitecheck"),
        AppendOnly("partners_websitecheck"),
        ForceRowSecurity("partners_restriction"),
        AppendOnly("partners_restriction", allow_update=("lifted_on", "lifted_by_id", "lifted_reason")),
        ForceRowSecurity("partners_informationrequest"),
        ForceRowSecurity("partners_trademarkrequest"),
        ForceRowSecurity("partners_note", vendor=True),
        AppendOnly("partners_note"),
        ForceRowSecurity("partners_apitoken"),
        # Existing directory entries came from the vendor, so they count as approved.
        migrations.RunSQL("UPDATE partners_partner SET moderated_on = accepted_on", "SELECT 1", elidable=True),
    ]
