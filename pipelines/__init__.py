"""How a machine makes a film: six rooms of engines and the machinery they share."""
