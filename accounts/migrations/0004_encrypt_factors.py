"""Encrypt the second factors that are stored already."""

from django.db import migrations


def encrypt_factors(apps, schema_editor):
    """Encrypt what a portal before encryption stored."""
    from accounts.encrypted import PARTS, renewed

    factors = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for row in factors.filter(type__in=PARTS).order_by("pk"):
        row.data = renewed(row.type, row.data)
        row.save(update_fields=["data"])


def decrypt_factors(apps, schema_editor):
    """Decrypt them for a portal before encryption."""
    from accounts.encrypted import PARTS
    from common.encryption import decrypt

    factors = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for row in factors.filter(type__in=PARTS).order_by("pk"):
        row.data[PARTS[row.type]] = decrypt(row.data[PARTS[row.type]])
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_walls"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt_factors, decrypt_factors)]
