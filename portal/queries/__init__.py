"""Reads that compose several apps into what one page shows."""
