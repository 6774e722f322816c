"""Engines for the composer's seat."""
