"""Composers that run a model of music or of sounds on this machine."""
