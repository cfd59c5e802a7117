"""Form inputs shared by several apps."""

from django import forms


def day_input() -> forms.DateInput:
    """A date input in the ISO format that browsers send, whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
