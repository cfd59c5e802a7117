"""Who may write scheduled reports; see common/writers.py."""

from common.writers import add_writers

add_writers("reports_reportmail", insert="staff", update="staff", delete="staff")
