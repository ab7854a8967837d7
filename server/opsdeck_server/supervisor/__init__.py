"""The program that owns one agent process, and outlives the server that started it.

It imports the standard library only, and little of that: it has to start in a blink and
stay small. `control` describes the protocol on its socket.
"""
