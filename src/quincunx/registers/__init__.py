"""Registers: what stands in a place, from the building down. No personal facts here."""
