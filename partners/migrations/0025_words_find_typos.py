"""Typo keys belong to words (`partners_cardword`) alone: those of cards took a third of a search's memory.

A text without its keys is half as long, so that a search among a million cards reads half as many pages.
"""

from importlib import import_module

from django.db import migrations

functions = import_module("partners.migrations.0013_search_functions")
TIERS = range(5)


class Migration(migrations.Migration):
    # statuses 0003 writes the keys of cards; it has run before they go.
    dependencies = [("partners", "0024_search_find"), ("statuses", "0003_search_texts")]

    operations = [
        migrations.RunSQL(
            "DROP FUNCTION partners_card_near(bigint, integer[], text[], integer)",
            functions._NEAR.replace("@arms", functions.arms("of_program", "near && keys")),
        ),
        *(migrations.RemoveIndex("cardtext", f"partners_cardtext_near{tier}") for tier in TIERS),
        migrations.RemoveField("cardtext", "near"),
    ]
