"""The pages of the unit manager (đơn vị cử đi học)."""
