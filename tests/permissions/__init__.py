"""Who may open what: two handwritten tables, and tests that check every page against them.

accounts/permissions.py is the portal's own table. pages.txt and admin.txt belong to the tests. Neither is generated
from the other.
"""
