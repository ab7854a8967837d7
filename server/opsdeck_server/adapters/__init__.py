"""What the ports are today."""
