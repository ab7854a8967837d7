"""Stand-ins for what costs money or needs an account; each is itself tested."""
