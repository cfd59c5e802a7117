"""A published revision never changes; staff, job runs and revisions are seen inside their own program.

Program and Site are read before any program is bound, to find out which one a host belongs to.
"""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity, GrantRuntime


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]

    operations = [
        GrantRuntime("programs_program", "SELECT, INSERT, UPDATE"),
        ForceRowSecurity("programs_revision", partner=None),
        AppendOnly("programs_revision"),
        ForceRowSecurity("programs_staff", partner=None),
        ForceRowSecurity("programs_jobrun", partner=None),
    ]
