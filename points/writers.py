"""Who may write points; see common/writers.py. No partner's request moves them."""

from common.writers import add_writers

add_writers("points_entry", insert="staff")
add_writers("points_account", insert="staff", update="staff")
add_writers("points_watermark", insert="staff", update="staff")
