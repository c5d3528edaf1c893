"""Households and residents: known for a service, sealed, off until it is opened."""
