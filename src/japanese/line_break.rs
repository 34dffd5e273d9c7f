//! A line break between wide characters is no space.
