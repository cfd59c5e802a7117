"""What the API says about a field that it can't take: the portal's words instead of the framework's.

They are for programmers and in English, like the whole API. Fields read them when they are made, so `web.apps` has them
put in place before any form of the API is imported.
"""

from rest_framework import serializers
from rest_framework.fields import Field
from rest_framework.serializers import ListSerializer

_SMALLEST, _GREATEST = "Send {min_value} or more.", "Send {max_value} or less."
_TOO_LONG = "Send at most {max_length} characters."
_FEW, _MANY = "Send {min_length} or more.", "Send at most {max_length}."
_NUMBER = "Send a number, for example 12.5."
_CHOICE = '"{input}" is none of the values that this field takes. The schema lists them.'
_LIST = 'Send a list, for example ["a", "b"].'
_OBJECT = 'Send an object, for example {{"code": "value"}}.'

WORDS: dict[type[Field], dict[str, str]] = {
    serializers.Field: {"required": "This field is missing.", "null": "This field can't be null."},
    serializers.BooleanField: {"invalid": "Send true or false."},
    serializers.CharField: {
        "invalid": "Send a text in quotes.",
        "blank": "This field can't be empty.",
        "max_length": _TOO_LONG,
        "min_length": "Send {min_length} characters or more.",
    },
    serializers.EmailField: {"invalid": "Enter an email address, for example ana@example.com."},
    serializers.RegexField: {"invalid": "This text has another form than the schema's pattern."},
    serializers.URLField: {"invalid": "Enter a web address, for example https://example.com."},
    serializers.IntegerField: {
        "invalid": "Send a whole number, for example 12.",
        "max_value": _GREATEST,
        "min_value": _SMALLEST,
        "max_string_length": "This number has too many digits.",
    },
    serializers.DecimalField: {
        "invalid": _NUMBER,
        "max_value": _GREATEST,
        "min_value": _SMALLEST,
        "max_digits": "Send at most {max_digits} digits.",
        "max_decimal_places": "Send at most {max_decimal_places} digits after the point.",
        "max_whole_digits": "Send at most {max_whole_digits} digits before the point.",
        "max_string_length": "This number has too many digits.",
    },
    serializers.DateTimeField: {
        "invalid": "Send a moment with its offset, for example 2026-02-03T14:30:00Z.",
        "date": "Send a moment, not a day, for example 2026-02-03T14:30:00Z.",
        "make_aware": "This moment doesn't exist in the time zone {timezone}.",
        "overflow": "This moment is too far away.",
    },
    serializers.DateField: {
        "invalid": "Send a day, for example 2026-02-03.",
        "datetime": "Send a day, not a moment, for example 2026-02-03.",
    },
    serializers.ChoiceField: {"invalid_choice": _CHOICE},
    serializers.MultipleChoiceField: {"invalid_choice": _CHOICE, "not_a_list": _LIST, "empty": "Choose one or more."},
    serializers.ListField: {"not_a_list": _LIST, "empty": "Send one or more.", "min_length": _FEW, "max_length": _MANY},
    serializers.DictField: {"not_a_dict": _OBJECT, "empty": "Send one entry or more."},
    ListSerializer: {"not_a_list": _LIST, "empty": "Send one or more.", "max_length": _MANY, "min_length": _FEW},
    serializers.Serializer: {"invalid": _OBJECT},
}


def use_our_words() -> None:
    """Give every field of the API the words above."""
    for field, words in WORDS.items():
        field.default_error_messages = field.__dict__.get("default_error_messages", {}) | words
