"""Admin menu entries of the store."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry, add_group

add_group("store", _("Store"), place=64)
add_entry("store", _("Bonuses"), icon="redeem", page="store_bonuscredit_changelist", place=70)
add_entry("store", _("Bonus applications"), icon="approval", page="store_bonusapplication_changelist", place=72)
add_entry("store", _("Bonus entries"), icon="list_alt", page="store_bonusentry_changelist", place=74)
