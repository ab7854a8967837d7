"""What the product does: decisions, on ports alone."""
