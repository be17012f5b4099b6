"""Mail of ours that came back. What was about a packet stays at the packet desk; the rest is for the donors' side."""
