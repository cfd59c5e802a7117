"""What holds for a tax exemption, whether a partner asks for it or a manager approves one."""

from datetime import date

from django.utils.translation import gettext as _

from programs.rulebook import Rulebook


def problems_of(rulebook: Rulebook, proof: str, starts_on: date, ends_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with an exemption, by field: no exemptions in the program, no proof, or an end before the start."""
    store = rulebook.on(today).store
    problems: dict[str, str] = {}
    if store is None or not store.payment.exemptions:
        problems[""] = _("This program has no tax exemptions.")
    if not proof:
        problems["proof"] = _("Enter the number of the certificate.")
    if ends_on and ends_on < starts_on:
        problems["ends_on"] = _("The end is before the start.")
    return problems
