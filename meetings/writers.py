"""Who may write meetings; see common/writers.py. A partner only asks for another time."""

from common.writers import add_writers

add_writers("meetings_meeting", insert="staff", update="partner staff")
