"""Rebuild the committed data from the packages it comes from."""
