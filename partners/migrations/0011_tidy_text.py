"""Brings codes, names and addresses of companies into their one form, and their tax IDs into the country's."""

from django.db import migrations

from common.tidy_rows import Column, programs, tidy_rows
from partners.admission.identity import tax_id

COLUMNS = (
    Column("partners_partner", "code"),
    Column("partners_partner", "name"),
    Column("partners_partner", "email", emails=True),
    Column("partners_partner", "phone"),
    Column("partners_partner", "contact"),
    Column("partners_partner", "city"),
    Column("partners_partner", "address", lines=True),
    Column("partners_partner", "description", lines=True),
    Column("partners_application", "company"),
    Column("partners_invitation", "email", emails=True),
    Column("partners_invitation", "name"),
)

# A card's page is found by its code, so it follows the partner at once.
CARDS = """
UPDATE partners_card card
SET code = partner.code, name = partner.name, city = partner.city, email = partner.email, phone = partner.phone,
    description = partner.description
FROM partners_partner partner
WHERE partner.id = card.partner_id AND partner.program_id = %s AND card.program_id = %s
  AND (card.code, card.name, card.city, card.email, card.phone, card.description) IS DISTINCT FROM
      (partner.code, partner.name, partner.city, partner.email, partner.phone, partner.description)
"""


def tidy(apps, schema_editor):
    """Tidy each column; what would collide stays and is logged."""
    for column in COLUMNS:
        tidy_rows(schema_editor.connection, column, "programs_program")
    with schema_editor.connection.cursor() as cursor:
        for program_id in programs(schema_editor.connection, "programs_program"):
            cursor.execute(CARDS, [program_id, program_id])


def compare_tax_ids(apps, schema_editor):
    """Rewrite the stored tax IDs; one that a company has twice now is stored once."""
    identifiers = apps.get_model("partners", "Identifier").objects.using(schema_editor.connection.alias)
    for program_id in programs(schema_editor.connection, "programs_program"):
        for row in identifiers.filter(program_id=program_id, kind="tax_id"):
            value = tax_id(row.value[2:], row.value[:2])
            if not value or value == row.value:
                continue
            same = identifiers.filter(
                kind="tax_id", value=value, partner_id=row.partner_id, application_id=row.application_id
            )
            if same.exists():
                row.delete()
            else:
                row.value = value
                row.save(update_fields=["value"])


class Migration(migrations.Migration):
    dependencies = [("partners", "0010_printable_name"), ("programs", "0001_initial")]

    operations = [
        migrations.RunPython(tidy, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(compare_tax_ids, migrations.RunPython.noop, elidable=True),
    ]
