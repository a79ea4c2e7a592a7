"""The commands of the program, one module a command or family. What is heavy is imported inside them."""
