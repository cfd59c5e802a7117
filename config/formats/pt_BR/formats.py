"""Days in Brazilian Portuguese as CLDR has them: 2 de dez. de 2026. Django's names of months begin with a capital."""

DATE_FORMAT = r"j \d\e b. \d\e Y"
DATETIME_FORMAT = r"j \d\e b. \d\e Y, H:i"
YEAR_MONTH_FORMAT = r"b. \d\e Y"
MONTH_DAY_FORMAT = r"j \d\e b."
