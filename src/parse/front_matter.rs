//! Splits a Markdown file into its YAML front matter and its text.
