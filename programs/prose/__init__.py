"""A definition in words for managers: as a whole, or as the changes between two."""

from programs.prose.compare import changes
from programs.prose.show import Section, pages, sections

__all__ = ["Section", "changes", "pages", "sections"]
