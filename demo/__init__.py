"""The demo network: invented companies and their history, brought in through the same door as a real one."""
