"""What activities and claims hold of people: the words of those who record them."""

from activities.models import Activity, Claim, ClaimFile, ClaimMessage
from common.personal.registry import mention, plain

mention(Activity, "subject reference attributes reason")
plain(Activity, "kind")
mention(Claim, "answers subject attributes")
plain(Claim, "kind")
mention(ClaimMessage, "text changes")
plain(ClaimFile, "field")
