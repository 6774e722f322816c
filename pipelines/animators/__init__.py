"""Engines for the animator's seat."""
