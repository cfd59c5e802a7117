"""What NFR licenses hold of people: words that may name somebody."""

from common.personal.registry import mention, plain
from nfr.models import NfrGrant

mention(NfrGrant, "account reason purposes")
plain(NfrGrant, "kind sealed_key key_digest")
