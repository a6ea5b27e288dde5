"""The site: one folder of pages to read, follow and search, without network access."""
