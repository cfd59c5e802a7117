"""People's data: what each app holds of a person, how it is exported, and how it is erased."""
