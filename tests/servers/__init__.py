"""Servers that run on this machine in processes of their own: what the app talks to in tests."""
