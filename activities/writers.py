"""Who may write the log and claims; see common/writers.py. A partner claims; only the vendor records."""

from common.writers import add_writers

add_writers("activities_activity", insert="staff")
add_writers("activities_claim", insert="partner staff", update="partner staff")
add_writers("activities_claimmessage", insert="partner staff")
add_writers("activities_claimfile", insert="partner staff")
