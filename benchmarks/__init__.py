"""Measurements that `make bench` prints: each against a bare version of the same work, in one run."""
