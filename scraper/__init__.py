"""Gets pages and reads them. Knows the web, not the database."""
