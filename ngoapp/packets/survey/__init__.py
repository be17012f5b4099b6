"""A few questions some weeks after the packet: asked once of who agreed, and answered by nobody whom we could name."""
