//! `site.yaml`, right and wrong.
