"""A site says whether an administrator set it, and which one of the program file it is."""

from django.db import migrations, models
from django.db.models import F


def remember_the_file(apps, schema_editor):
    """Until now, every site came from the program file."""
    sites = apps.get_model("programs", "Site").objects.using(schema_editor.connection.alias)
    sites.update(origin=F("host"))


class Migration(migrations.Migration):
    dependencies = [("programs", "0005_public_changes")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="origin",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=253, verbose_name="host in the program file"
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="edited_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="set in the admin"),
        ),
        migrations.RunPython(remember_the_file, migrations.RunPython.noop, elidable=True),
    ]
