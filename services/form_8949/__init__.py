"""The official PDF of Form 8949, filled in from a blank one that its reader supplies, and read back."""
