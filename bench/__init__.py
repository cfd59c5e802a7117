"""Measurements of Echelon against raw statements, in one run: ``make bench`` (bench/README.md)."""
