"""Home, school section, news, standard pages."""
