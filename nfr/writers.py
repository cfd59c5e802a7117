"""Who may write NFR licenses; see common/writers.py. A partner's claim is written by the system, which checked it."""

from common.writers import add_writers

add_writers("nfr_nfrgrant", insert="staff", update="staff")
add_writers("nfr_nfrkeylook", insert="partner staff")
