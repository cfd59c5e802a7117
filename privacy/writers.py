"""Who may write the record of erasures: the system only; see common/writers.py."""

from common.writers import add_writers

add_writers("privacy_erasure")
