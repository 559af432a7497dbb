"""Venues and messengers: the only home of their libraries and spelling."""
