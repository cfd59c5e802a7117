"""This app's pages for search engines."""

from web.sitemaps import add_public_page

add_public_page("leads:request", section=lambda rules: rules.leads and rules.leads.form)
