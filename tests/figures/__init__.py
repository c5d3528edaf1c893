"""What a browser is made to wait: measured for docs/benchmarks.md, never in a test."""
