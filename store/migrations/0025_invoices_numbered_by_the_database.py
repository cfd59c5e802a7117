"""The database numbers an invoice while it is inserted, so that its counter is locked for the shortest time (R9)."""

from django.db import migrations

# The counter's row stays locked until the transaction ends: a rollback gives the number back, so there are no gaps.
# "#" at the end of the number stands for the digits of the count.
_NUMBER = """
DROP TRIGGER take_invoice_in_turn ON store_invoice;
DROP FUNCTION take_invoice_in_turn();
CREATE FUNCTION number_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stem text := rtrim(NEW.number, '#');
BEGIN
    UPDATE store_invoicecounter SET last = last + 1
    WHERE program_id = NEW.program_id AND entity = NEW.entity AND kind = NEW.kind AND year = NEW.year
    RETURNING last INTO NEW.sequence;
    IF NOT FOUND THEN
        INSERT INTO store_invoicecounter AS counter (program_id, entity, kind, year, last)
        VALUES (NEW.program_id, NEW.entity, NEW.kind, NEW.year, 1)
        ON CONFLICT (program_id, entity, kind, year) DO UPDATE SET last = counter.last + 1
        RETURNING last INTO NEW.sequence;
    END IF;
    NEW.number := stem || lpad(NEW.sequence::text, greatest(length(NEW.number) - length(stem),
                                                            length(NEW.sequence::text)), '0');
    RETURN NEW;
END $$;
CREATE TRIGGER number_invoice BEFORE INSERT ON store_invoice FOR EACH ROW EXECUTE FUNCTION number_invoice();
"""
_CHECK = """
DROP TRIGGER number_invoice ON store_invoice;
DROP FUNCTION number_invoice();
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
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0024_provisioned_partner_licenses")]

    operations = [migrations.RunSQL(_NUMBER, _CHECK)]
