//! `**「重要」**です` is bold: pairs the asterisks that CommonMark leaves beside wide punctuation.
