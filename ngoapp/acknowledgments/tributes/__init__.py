"""Honorees in public: a section of its own, with the donors below who agreed to be named."""
