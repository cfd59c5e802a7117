"""Who may open what: handwritten tables, and tests that check every page and permission against them.

roles.txt says what the permissions of all apps add up to (`manage.py permissions`). pages.txt and admin.txt say what
each page answers. None is generated from another.
"""
