"""The door of open data: Open311 GeoReport v2, read by anybody, written with a key."""
