"""Three lists of one town, of employers, leases and permits: one record a person."""
