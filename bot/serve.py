"""`herald serve`: everything in one process."""
