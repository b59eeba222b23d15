"""What becomes of rows with age: archive files that are proven before anything is removed, and backups."""
