"""Hand-over: a service file follows somebody who moves, where they agree to it."""
