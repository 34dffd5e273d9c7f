//! Themes, their labels and overrides.
