"""What can be set in the app, part by part."""
