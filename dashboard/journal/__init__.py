"""What people reported, assessed and agreed."""
