"""The parts of an .xlsx as they stream by."""
