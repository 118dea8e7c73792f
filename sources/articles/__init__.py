"""Opens articles in full, where config.toml lists their site and its robots.txt lets us; nothing of it is stored."""
