//! Input that wants to break something.
