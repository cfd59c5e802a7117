"""Who may open what: two tables, written by hand, and the walk that holds the portal to them.

accounts/permissions.py is the portal's own table. pages.txt and admin.txt are the tests': neither is made from the
other.
"""
