"""Who may write levels and certificates; see common/writers.py. A partner that prints its certificate issues it."""

from common.writers import add_writers

add_writers("statuses_decision", insert="staff")
add_writers("statuses_plannedend", insert="staff", update="staff")
add_writers("statuses_statuschange", insert="staff", update="staff")
add_writers("statuses_standing", insert="staff", update="staff", delete="staff")
add_writers("statuses_certificate", insert="partner staff", update="partner staff")
