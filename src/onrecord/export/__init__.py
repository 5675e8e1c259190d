"""What was found, in the formats others read: JSON Lines, tables, the HTML report."""
