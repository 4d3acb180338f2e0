"""Item and test analysis and the assembly of fair papers: pure functions over arrays."""
