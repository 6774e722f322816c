"""Engines for the painter's seat."""
