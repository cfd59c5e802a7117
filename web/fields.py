"""Inputs that forms of several apps share."""

from django import forms


def day_input() -> forms.DateInput:
    """An input for a day in the form that browsers send, whatever the language writes."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
