"""The program that registers deals, for all tests of this folder."""

from tests.leads.deals.network import kz

__all__ = ["kz"]
