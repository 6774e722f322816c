"""The page: the studio in a browser."""
