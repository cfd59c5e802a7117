"""Filters of the points statement."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.definition.points import Account
from web.forms import offer


class StatementFilters(forms.Form):
    """Points account and direction of movements."""

    SIGNS = {"": 0, "earned": 1, "left": -1}

    account_code = forms.ChoiceField(label=_("Account"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All")), ("earned", _("Earned")), ("left", _("Expired"))],
    )

    def __init__(self, data, *, accounts: Mapping[str, Account], main: str) -> None:
        super().__init__(data)
        self.main = main
        ordered = sorted(accounts.items(), key=lambda pair: pair[0] != main)
        self.accounts = accounts
        offer(self, "account_code", [(code, account.name) for code, account in ordered])
        self.is_valid()

    @property
    def several(self) -> bool:
        """Whether there is more than one account to choose from."""
        return len(self.accounts) > 1

    @property
    def account(self) -> str:
        """The account to show; the main one when none or an unknown one is chosen."""
        return self.cleaned_data.get("account_code") or self.main

    @property
    def sign(self) -> int:
        """1 for points earned, -1 for points lost, 0 for both."""
        return self.SIGNS[self.cleaned_data.get("show", "")]
