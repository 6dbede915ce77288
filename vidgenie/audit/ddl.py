"""Triggers of the audit log, for SQLite and PostgreSQL: lines are written once and stay."""

_REFUSAL = "the audit log is append-only"

DDL: dict[str, tuple[str, ...]] = {
    "sqlite": (
        f"""CREATE TRIGGER vg_audit_kept BEFORE UPDATE ON vg_audit
  BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
        f"""CREATE TRIGGER vg_audit_stays BEFORE DELETE ON vg_audit
  BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION vg_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE TRIGGER vg_audit_kept BEFORE UPDATE ON vg_audit
  FOR EACH ROW EXECUTE FUNCTION vg_audit_refuse()""",
        """CREATE TRIGGER vg_audit_stays BEFORE DELETE ON vg_audit
  FOR EACH ROW EXECUTE FUNCTION vg_audit_refuse()""",
        """CREATE TRIGGER vg_audit_whole BEFORE TRUNCATE ON vg_audit
  FOR EACH STATEMENT EXECUTE FUNCTION vg_audit_refuse()""",
    ),
}
DROP: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS vg_audit_kept",
        "DROP TRIGGER IF EXISTS vg_audit_stays",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS vg_audit_kept ON vg_audit",
        "DROP TRIGGER IF EXISTS vg_audit_stays ON vg_audit",
        "DROP TRIGGER IF EXISTS vg_audit_whole ON vg_audit",
        "DROP FUNCTION IF EXISTS vg_audit_refuse()",
    ),
}
