"""Training of the shipped reader: `python -m training` (see README.md beside this file)."""
