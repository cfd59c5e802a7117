"""The store in the admin; each sub-slice registers its own pages."""

from store.bonuses import admin as bonuses

__all__ = ["bonuses"]
