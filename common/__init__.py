"""Foundations shared by every app: clock, actor, tenancy, row security, events. No domain words."""
