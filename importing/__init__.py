"""Imports a partner network's history: two CSV files are read, checked, loaded and replayed."""
