"""Who may write imports; see common/writers.py. Nothing in a partner's request touches them."""

from common.writers import add_writers

add_writers("importing_importrun", insert="staff", update="staff")
