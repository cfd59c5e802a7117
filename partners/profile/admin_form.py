"""A partner's profile as its manager edits it in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import TEXTAREA_CLASSES

from common.languages import by_name, language_name
from common.searching.vocabulary import language_words
from partners.printable_names import name_problems
from partners.profile.fields import LISTS
from partners.profile.spoken import SPOKEN
from programs.definition import Definition
from programs.service_names import service_names
from web.admin.forms import AdminField
from web.choosing import SeveralOf, WordsOf
from web.fields import ListOfLines


class PartnerForm(forms.ModelForm):
    """A partner's profile, with a printable name if certificates need one."""

    bound_field_class = AdminField
    rules: Definition | None = None  # those in force, which name the services to choose from
    services = ListOfLines(
        longest=LISTS["services"],
        label=_("Services"),
        required=False,
        help_text=_("Choose from the list, or type your own and press Enter."),
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=SeveralOf(also=language_words))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "services" in self.fields:
            words = list(dict.fromkeys([*service_names(self.rules), *self.instance.services]))
            self.fields["services"].widget = WordsOf(
                words=words, attrs={"rows": 5, "class": " ".join(TEXTAREA_CLASSES)}
            )
        if "languages" in self.fields:
            choices = [(code, language_name(code)) for code in {*SPOKEN, *self.instance.languages}]
            spoken: Any = self.fields["languages"]
            spoken.choices = sorted(choices, key=by_name)

    def clean(self) -> dict[str, Any]:
        """The profile. Raises ValidationError beside the field for a name that certificates can't print."""
        found = super().clean() or self.cleaned_data
        if {"name", "printable_name"} <= found.keys():
            for field, said in name_problems(found["name"], found["printable_name"]).items():
                self.add_error(field, said)
        return found
