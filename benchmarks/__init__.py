"""How fast what matters is."""
