"""A fixed version as papers: one tree of what is said, one renderer for each kind of file."""
