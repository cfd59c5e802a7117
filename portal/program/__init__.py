"""The program's public page: what it is, its levels side by side, and how to join."""
