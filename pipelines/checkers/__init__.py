"""The checker's seat: whether pictures may be shown, and how well they show what they should."""
