"""Over a set of analysed articles: what belongs together, where it disagrees, and why. `link` is pure."""
