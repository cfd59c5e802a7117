"""What meetings hold of people: words that may name somebody."""

from common.personal.registry import mention, plain
from meetings.models import Meeting

mention(Meeting, "place asked reason")
plain(Meeting, "kind")
