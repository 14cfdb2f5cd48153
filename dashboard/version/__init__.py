"""Fixed versions as bytes and dictionaries: written one way only, chained, verified, compared."""
