"""What all portals share: middleware, errors, paging, forms, template tags."""
