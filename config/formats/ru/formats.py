"""Days in Russian without "г.", whose point would be doubled at the end of a sentence: 19 декабря 2026."""

DATE_FORMAT = "j E Y"
DATETIME_FORMAT = "j E Y, G:i"
YEAR_MONTH_FORMAT = "F Y"
