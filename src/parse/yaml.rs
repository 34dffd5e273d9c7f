//! YAML → a `serde_yaml::Value` tree within limits, and the reader that walks it.
