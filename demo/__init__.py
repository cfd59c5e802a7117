"""The demo network: invented companies and their history, loaded through the regular import."""
