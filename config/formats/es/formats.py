"""Numbers in Spanish: 1.188,00."""

THOUSAND_SEPARATOR = "."
