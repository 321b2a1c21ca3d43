"""Units through time and the roles people hold on them (tổ chức, vai trò)."""
