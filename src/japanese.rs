//! Rules of the Japanese language and its typesetting that no library has.

pub mod emphasis;
pub mod kana;
pub mod line_break;
pub mod style;
pub mod width;
