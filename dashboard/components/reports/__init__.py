"""What the samordnare does with observers, their reports and their links."""
