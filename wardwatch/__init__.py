"""The program: configuration, commands, the service and the demo."""
