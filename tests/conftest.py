"""Settings that every test shares; fixtures live beside the tests that use them."""

from hypothesis import settings

# No deadline: on a busy machine it says nothing about the code. The blob repeats a failure.
settings.register_profile("opsdeck", deadline=None, print_blob=True)
settings.load_profile("opsdeck")
