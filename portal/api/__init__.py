"""The API under /api/v1/: the same operations and queries as the pages, for programs. docs/api.md is its convention."""
