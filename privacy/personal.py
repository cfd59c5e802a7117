"""What the record of erasures holds of people: nothing that can be read."""

from common.personal.registry import plain
from privacy.models import Erasure

plain(Erasure)
