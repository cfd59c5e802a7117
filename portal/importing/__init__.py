"""The import door: a partner network's history read from two CSV files, checked, loaded and replayed."""
