"""Benchmarks of Echelon against raw SQL statements, in one run: ``make bench`` (bench/README.md)."""
