"""Narrators that run a model of voices on this machine."""
