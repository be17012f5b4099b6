"""The outside world, one service per file. Only jobs and checkout call these."""
