"""Fakes behind our own ports, shared by all tests."""
