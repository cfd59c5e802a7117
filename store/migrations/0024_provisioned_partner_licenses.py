"""Messages to the vendor's product can be about a partner's own license, too: NFR."""

import django.db.models.deletion
from django.db import migrations, models


def name_subjects(apps, schema_editor):
    """Handle each program separately, with its own row-level security."""
    alias = schema_editor.connection.alias
    messages = apps.get_model("store", "ProvisioningMessage").objects.using(alias)
    for program_id in apps.get_model("programs", "Program").objects.using(alias).values_list("pk", flat=True):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.program_id', %s, true), set_config('app.partner_id', '0', true)",
                [str(program_id)],
            )
        rows = list(messages.filter(program_id=program_id).select_related("licence"))
        for row in rows:
            row.subject, row.partner_id = f"license-{row.licence_id}", row.licence.partner_id
        messages.bulk_update(rows, ["subject", "partner"], batch_size=500)
    with schema_editor.connection.cursor() as cursor:  # or the table can't be altered
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("clients", "0002_walls"), ("store", "0023_words")]

    operations = [
        migrations.AddField(
            model_name="provisioningmessage",
            name="subject",
            field=models.CharField(default="", max_length=40, verbose_name="license"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="provisioningmessage",
            name="partner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.partner",
                verbose_name="partner",
            ),
        ),
        migrations.RunPython(name_subjects, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="provisioningmessage",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.partner",
                verbose_name="partner",
            ),
        ),
        migrations.AlterField(
            model_name="provisioningmessage",
            name="licence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="provisioning",
                to="clients.clientlicence",
                verbose_name="client license",
            ),
        ),
        migrations.RemoveConstraint(model_name="provisioningmessage", name="store_provisioning_once"),
        migrations.AddConstraint(
            model_name="provisioningmessage",
            constraint=models.UniqueConstraint(
                fields=("program", "subject", "sequence", "endpoint"),
                name="store_provisioning_once",
                nulls_distinct=False,
            ),
        ),
    ]
