"""Fixed versions."""
