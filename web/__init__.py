"""Kits for the pages, admin and API of every app, without domain words."""
