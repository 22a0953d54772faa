"""What the server keeps besides jobs."""
