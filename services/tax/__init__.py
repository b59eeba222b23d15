"""Taxes of the United States, pure: classes of deals, lots, wash sales and rows of Form 8949."""
