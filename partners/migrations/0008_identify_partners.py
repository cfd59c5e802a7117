"""Stores identifiers for existing partners, so that applicants are compared with them too."""

from django.db import migrations

from partners.admission.identity import mail_domains, phone, web_domains


def identify(apps, schema_editor):
    """Handle each program separately, with its own row-level security."""
    alias = schema_editor.connection.alias
    models = {name: apps.get_model("partners", name) for name in ("Partner", "Identifier")}
    for program_id in apps.get_model("programs", "Program").objects.using(alias).values_list("pk", flat=True):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.program_id', %s, true), set_config('app.partner_id', '0', true)",
                [str(program_id)],
            )
        partners = models["Partner"].objects.using(alias).filter(program_id=program_id, identifiers=None)
        known = partners.values_list("pk", "country", "website", "email", "phone")
        rows = [
            models["Identifier"](program_id=program_id, partner_id=pk, kind=kind, value=value)
            for pk, country, website, email, number in known
            for kind, value in sorted(_of(country, website, email, number))
        ]
        models["Identifier"].objects.using(alias).bulk_create(rows, batch_size=2000)


def _of(country, website, email, number):
    found = {("website_domain", domain) for domain in web_domains(website)}
    found |= {("email_domain", domain) for domain in mail_domains(email)}
    return found | ({("phone", dialled)} if (dialled := phone(number, country)) else set())


class Migration(migrations.Migration):
    dependencies = [("partners", "0007_website_grace")]

    operations = [migrations.RunPython(identify, migrations.RunPython.noop, elidable=True)]
