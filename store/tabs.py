"""Partner dashboard tabs of the store."""

from django.utils.translation import gettext_lazy as _

from web.tabs import add_tab

add_tab("store:bonuses", _("Bonuses"), permission="bonuses.view", place=58, section=lambda rules: rules.bonuses)
