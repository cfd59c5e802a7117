"""Writes of the app, by noun: the log of activities, and the claims that become part of it."""
