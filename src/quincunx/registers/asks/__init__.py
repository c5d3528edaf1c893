"""Collect once: tables asked for are answered from the registers; what they cost."""
