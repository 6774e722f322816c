"""Engines for the writer's seat."""
