"""The pages: one file is one address."""
