"""Tables in and out: one protocol for every register, whole or not at all."""
