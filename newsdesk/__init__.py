"""What a story says: text in, frozen dataclasses out."""
