"""The product's settings with one more address: the bare view that it is measured against."""

from kurkum.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.load_urls"
CLOSE_DAYS_EVERY_SECONDS = 0  # the seeded kitchen has menus for two days only
LOGGING = {"version": 1, "disable_existing_loggers": True}  # a refusal is what is measured here
