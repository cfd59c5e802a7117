"""The function that claims a place of a request (leads/board/claiming.py)."""

from django.db import migrations

from leads.board.claiming import CLAIM, UNCLAIM


class Migration(migrations.Migration):
    dependencies = [("leads", "0007_ratings_and_proofs")]

    operations = [migrations.RunSQL(CLAIM, UNCLAIM)]
