"""Tests of what caches may keep of pages, and of the cache in the process."""
