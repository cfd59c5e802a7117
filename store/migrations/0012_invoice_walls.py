"""Walls around invoices: row security, append-only, and a trigger that refuses a number out of turn."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity

# The counter's row is locked by whoever took the number, so this reads what nobody else can change now.
_TURN = """
CREATE FUNCTION take_invoice_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sequence IS DISTINCT FROM (
        SELECT last FROM store_invoicecounter
        WHERE program_id = NEW.program_id AND entity = NEW.entity AND kind = NEW.kind AND year = NEW.year
    ) THEN
        RAISE EXCEPTION 'store_invoice_turn: % is not the number just taken', NEW.sequence
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER take_invoice_in_turn BEFORE INSERT ON store_invoice
    FOR EACH ROW EXECUTE FUNCTION take_invoice_in_turn();
CREATE FUNCTION count_invoices_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.last <> OLD.last + 1
        OR (NEW.program_id, NEW.entity, NEW.kind, NEW.year) <> (OLD.program_id, OLD.entity, OLD.kind, OLD.year) THEN
        RAISE EXCEPTION 'a counter of invoices counts up by one' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER count_invoices_up BEFORE UPDATE ON store_invoicecounter
    FOR EACH ROW EXECUTE FUNCTION count_invoices_up();
"""
_BACK = """
DROP TRIGGER take_invoice_in_turn ON store_invoice;
DROP FUNCTION take_invoice_in_turn();
DROP TRIGGER count_invoices_up ON store_invoicecounter;
DROP FUNCTION count_invoices_up();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0011_invoices")]

    operations = [
        ForceRowSecurity("store_invoicecounter", partner=None, vendor=True),
        ForceRowSecurity("store_invoice"),
        AppendOnly("store_invoice"),
        migrations.RunSQL(_TURN, _BACK),
    ]
