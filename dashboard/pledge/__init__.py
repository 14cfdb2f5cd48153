"""What a löfte says and how it goes: pure functions over its document, with the day as an argument."""
