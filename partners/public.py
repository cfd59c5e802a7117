"""This app's pages for search engines."""

from web.sitemaps import add_public_page

add_public_page("partners:application", section=lambda rules: rules.admission)
