"""What the services need from outside, as Protocols; adapters/ has what they are today."""
