"""Row security on files, calendars and absences."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("leads", "0003_work")]

    operations = [
        ForceRowSecurity("leads_leadfile"),
        ForceRowSecurity("leads_calendarfeed"),
        ForceRowSecurity("leads_memberabsence"),
    ]
