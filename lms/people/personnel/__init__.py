"""Officials, posts, qualifications, training records (cán bộ, công chức, viên chức)."""
