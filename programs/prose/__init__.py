"""A definition in words that a manager understands: shown as a whole, or as what changed between two."""

from programs.prose.compare import changes
from programs.prose.show import pages

__all__ = ["changes", "pages"]
