"""Brings names and addresses of people into their one form; two accounts of one mailbox are reported."""

from django.db import migrations

from common.tidy_rows import Column, tidy_rows

COLUMNS = (
    Column("accounts_user", "name", program=""),
    Column("accounts_user", "email", program="", emails=True),
    Column("account_emailaddress", "email", program="", emails=True),
)


def tidy(apps, schema_editor):
    """Tidy each column; what would collide stays and is logged."""
    for column in COLUMNS:
        tidy_rows(schema_editor.connection, column)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_encrypt_factors"), ("account", "0001_initial")]

    operations = [migrations.RunPython(tidy, migrations.RunPython.noop, elidable=True)]
