"""Who may write saved views and assignments; see common/writers.py."""

from common.writers import add_writers

add_writers("desk_savedview", insert="staff", update="staff", delete="staff")
add_writers("desk_assignment", insert="staff", update="staff", delete="staff")
