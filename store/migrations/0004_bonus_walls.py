"""Walls around bonuses: row security, append-only tables, and triggers that keep what is left true to the entries."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity

# What is left changes in the statement that posts an entry, and the check on the credit refuses to go below zero. A
# direct update is refused: it runs at depth 1, the one of `post_bonus_entry` at depth 2.
_POST = """
CREATE FUNCTION post_bonus_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE store_bonuscredit SET available = available + NEW.amount
    WHERE id = NEW.credit_id AND partner_id = NEW.partner_id AND program_id = NEW.program_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'store_bonus_entry_credit: the credit is not the partner''s' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER post_bonus_entry AFTER INSERT ON store_bonusentry FOR EACH ROW EXECUTE FUNCTION post_bonus_entry();
CREATE FUNCTION guard_bonus_available() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.available <> NEW.amount OR TG_OP = 'UPDATE' AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'what is left of a bonus is changed by its entries only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_bonus_new BEFORE INSERT ON store_bonuscredit
    FOR EACH ROW EXECUTE FUNCTION guard_bonus_available();
CREATE TRIGGER guard_bonus_available BEFORE UPDATE ON store_bonuscredit
    FOR EACH ROW WHEN (NEW.available IS DISTINCT FROM OLD.available) EXECUTE FUNCTION guard_bonus_available();
"""
_UNPOST = """
DROP TRIGGER post_bonus_entry ON store_bonusentry;
DROP TRIGGER guard_bonus_new ON store_bonuscredit;
DROP TRIGGER guard_bonus_available ON store_bonuscredit;
DROP FUNCTION post_bonus_entry();
DROP FUNCTION guard_bonus_available();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0003_bonuses")]

    operations = [
        ForceRowSecurity("store_bonusapplication"),
        ForceRowSecurity("store_bonuscredit"),
        AppendOnly("store_bonuscredit", allow_update=("available", "revoked_on")),
        ForceRowSecurity("store_bonususe"),
        ForceRowSecurity("store_bonusentry"),
        AppendOnly("store_bonusentry"),
        migrations.RunSQL(_POST, _UNPOST),
    ]
