"""Protect stored API answers: they belong to the token's partner."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_people")]

    operations = [ForceRowSecurity("portal_idempotentanswer")]
