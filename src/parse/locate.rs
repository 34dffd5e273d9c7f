//! Field paths → bytes of the file, by parsing each faulty file once with a marked YAML parser.
