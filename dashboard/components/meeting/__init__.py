"""The meeting: what stands on its screens, before it, in it and after it."""
