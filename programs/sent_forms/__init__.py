"""Forms that were sent, with their answers: the same form sent twice does one thing."""
