"""Who may write the tables of programs; see common/writers.py. The system hires staff: it accepts invitations."""

from common.writers import add_writers

add_writers("programs_program")
add_writers("programs_site", insert="staff", update="staff", delete="staff")
add_writers("programs_revision", insert="staff")
add_writers("programs_staff", update="staff", delete="staff")
add_writers("programs_jobrun")
# By triggers, for whoever publishes rules or changes a directory card.
add_writers("programs_publicchange", insert="staff", delete="staff")
# Every form that is sent, by whoever sends it; one with errors is taken back.
_SENDERS = "visitor account partner staff"
add_writers("programs_formanswer", insert=_SENDERS, update=_SENDERS, delete=_SENDERS)
