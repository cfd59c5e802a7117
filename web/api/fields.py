"""Fields whose schema says exactly what is taken, so that a generated client cannot send what is refused."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.countries import COUNTRY_CODES

_AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"


@extend_schema_field({"type": "string", "pattern": _AMOUNT, "examples": ["1250.00"]})
class Amount(serializers.DecimalField):
    """An amount of money from 0 to 999,999,999,999.99, as a string with a point and at most two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """Return the amount. Raises ValidationError for another form, such as an exponent or a sign."""
        if not re.match(_AMOUNT, str(data)):
            raise serializers.ValidationError(
                'Send an amount such as "1250.00": at most 12 digits before the point and 2 after.'
            )
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "pattern": "^[A-Za-z]{2}$", "examples": ["DE"]})
class CountryFilter(serializers.CharField):
    """A country in a query string: ISO 3166-1, two letters, small or capital."""

    def to_internal_value(self, data: Any) -> str:
        """Return the code in capitals. Raises ValidationError for a code of no country."""
        code = super().to_internal_value(data).upper()
        if code not in COUNTRY_CODES:
            raise serializers.ValidationError("Send the two-letter code of a country, for example DE.")
        return code
