"""What people ask of their own records: see, correct, export, delete, object."""
