"""Kits that the pages of every app are made of; no word of the domain stands here."""
