"""Engines for the narrator's seat."""
