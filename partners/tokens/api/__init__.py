"""The API as seen from tokens: who calls, what a token opens, and how a write is made repeatable."""
