"""Search in PostgreSQL without extensions: one normalizer of words for what is stored and what is asked."""
