"""Who may write the tables of notices; see common/writers.py. The outbox is written by the system."""

from common.writers import add_writers

add_writers("notices_notice", insert="partner staff")
add_writers("notices_reading", insert="partner")
add_writers("notices_mailchoice", insert="partner staff", update="partner staff", delete="partner staff")
add_writers("notices_mail", insert="staff", update="staff")
