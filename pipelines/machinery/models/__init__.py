"""Everything that running local models takes, whatever the room: files, families, memory, seeds and progress.

Only `residency`, `placement` and `diffusion` import torch, and only once a model is really to be loaded.
"""
