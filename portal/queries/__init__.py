"""Reads that combine data of several apps for one page."""
