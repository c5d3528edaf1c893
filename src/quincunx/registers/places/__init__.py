"""Premises of four classes and public facilities: a file for each place."""
