"""Numbers in Arabic with Latin digits, 1,188.00, and days with times."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
DATETIME_FORMAT = "j F، Y، g:i A"
