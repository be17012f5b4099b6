"""What managers and funders want to know of the packets: counts without people, also of those who are forgotten."""
