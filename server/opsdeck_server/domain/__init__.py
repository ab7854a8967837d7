"""What opsdeck is about: plain values and rules, standard library only."""
