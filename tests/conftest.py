"""Settings that every test shares; fixtures live beside the tests that use them."""

from hypothesis import HealthCheck, settings

# No deadline, and no check of how fast examples are made: on a busy machine they say nothing
# about the code. The blob repeats a failure.
settings.register_profile(
    "opsdeck", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("opsdeck")
