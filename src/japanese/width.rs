//! How many columns a terminal gives a text.
