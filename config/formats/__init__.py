"""Where Django's own formats differ from Unicode's (CLDR), which money and percents follow: one style on a page."""
