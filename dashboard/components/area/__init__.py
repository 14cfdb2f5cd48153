"""One area: its way down, what it is divided into, and its tabs."""
