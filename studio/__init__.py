"""What a film is, and the road from a brief to a finished one."""

__version__ = "0.1.0"
