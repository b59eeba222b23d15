"""What is run by hand or by continuous integration; no part of the product."""
