"""The portal's pages: each reads through one or two queries and shows the result."""
