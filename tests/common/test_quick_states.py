"""Migrating one class at a time: which migrations may."""

import pytest
from django.db import migrations, models

from common.quick_states import concern_one_model
from common.walls import ForceRowSecurity


@pytest.mark.parametrize(
    "step",
    [
        migrations.CreateModel("Order", [("number", models.CharField(max_length=8, unique=True))]),
        migrations.AddField("order", "partner", models.ForeignKey("partners.Partner", models.PROTECT)),
        migrations.AlterField("order", "note", models.TextField()),
        migrations.AddIndex("order", models.Index("number", name="of_number")),
        migrations.RunPython(migrations.RunPython.noop),
        ForceRowSecurity("store_order", "partner_id"),
    ],
)
def test_what_no_other_model_depends_on_is_migrated_alone(step):
    assert concern_one_model([step])


@pytest.mark.parametrize(
    "step",
    [
        migrations.RenameModel("Order", "Purchase"),
        migrations.RenameField("order", "number", "code"),
        migrations.DeleteModel("Order"),
        migrations.RemoveField("order", "partner"),
        migrations.AlterField("order", "number", models.CharField(max_length=9, unique=True)),
        migrations.AddField("order", "people", models.ManyToManyField("accounts.User")),
        migrations.CreateModel("Gift", [], bases=("store.order",)),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Order")]),
    ],
)
def test_what_others_may_depend_on_is_migrated_with_all_classes(step):
    assert not concern_one_model([migrations.RunSQL(""), step])
