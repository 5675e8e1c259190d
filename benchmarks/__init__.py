"""What onrecord promises about time and memory, measured side by side on this machine."""
