"""Campaigns that break things: each prints one line, and can fail."""
