"""What every app stands on: clock, actor, tenancy, walls, events. No domain words."""
