"""Tells people, once."""
