"""The simulator itself, a program that imports the standard library only."""
