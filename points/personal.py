"""What points hold of people: reasons that may name somebody."""

from common.personal.registry import mention, plain
from points.models import Account, Entry

plain(Account)
mention(Entry, "reason key")
plain(Entry, "account rule clause")
