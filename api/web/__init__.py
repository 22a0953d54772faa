"""What all routes share: their problems, entity tags, pages and document."""
