"""A small, strict Slack on one machine: for people to play in, and for tests."""
