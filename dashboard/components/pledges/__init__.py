"""Löften: how they stand, what has been done, what they say, and how they are written down."""
