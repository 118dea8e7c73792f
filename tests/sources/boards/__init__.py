"""Tests of what all job boards share."""
