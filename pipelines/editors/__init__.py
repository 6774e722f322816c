"""The cutting room: segments, captions, sound and the join."""
