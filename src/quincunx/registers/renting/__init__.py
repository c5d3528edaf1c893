"""Rental houses: what is let, who says they move in or out, what follows from it."""
