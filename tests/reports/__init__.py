"""Reports as documents and files."""
