"""Row-level security on drafts of forms: a person's own rows; the whole program for the system only."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("partners", "0022_form_drafts")]

    operations = [ForceRowSecurity("partners_formdraft", partner=None, user="user_id")]
