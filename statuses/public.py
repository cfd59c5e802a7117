"""This app's pages for search engines."""

from partners.measures.rules import penalty_for
from web.sitemaps import add_public_page

add_public_page("statuses:directory")
add_public_page("statuses:certificate_ask")
add_public_page("statuses:blacklist", section=lambda rules: penalty_for(rules, "blacklist"))
