"""Models of the store; each sub-slice has its own module, and this one gathers them for Django."""
