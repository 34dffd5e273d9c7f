//! How numbers are written, and what somebody meant who wrote one otherwise.

/// A number in YAML's notation; may be infinite or not a number.
///
/// Hexadecimal and octal numbers are none: nobody means them in a guide.
pub(super) fn parse(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    match digits {
        ".inf" | ".Inf" | ".INF" => {
            return Some(if text.starts_with('-') {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            });
        }
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        _ => {}
    }
    // Rust's own notation also has "inf", "nan" and the like, which are words in YAML.
    let first = digits.bytes().next()?;
    let allowed =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
    // What begins with a zero is a code (`007`), or an octal number in the older YAML.
    let second = digits.as_bytes().get(1);
    if first == b'0' && second.is_some_and(u8::is_ascii_digit) {
        return None;
    }
    if !(first.is_ascii_digit() || first == b'.') || !digits.bytes().all(allowed) {
        return None;
    }
    text.parse().ok()
}

/// The number that was probably meant, in the notation that is read: `4,296円` → `4296`.
pub(super) fn meant(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .map(|character| match character {
            '０'..='９' | '．' | '－' | '，' => narrow(character),
            '−' | '▲' | '△' => '-',
            other => other,
        })
        .filter(|character| !matches!(character, ',' | '_' | ' ' | '\u{3000}'))
        .collect();
    let plain = plain.trim_start_matches(['約', '¥', '￥', '$']);
    let zeros = plain.len() - plain.trim_start_matches('0').len();
    let octal = plain.as_bytes().get(zeros).is_some_and(u8::is_ascii_digit);
    let plain = plain.get(zeros..).filter(|_| octal).unwrap_or(plain);
    let number =
        plain.trim_end_matches(|character: char| !character.is_ascii_digit() && character != '.');
    let unit = plain.get(number.len()..)?;
    let value = parse(number).filter(|value| value.is_finite())?;
    // A hundred and a thousand stand in units of their own (百人, 千円) or in words.
    let times = match unit.chars().next() {
        Some('千') => 1e3,
        Some('万') => 1e4,
        Some('億') => 1e8,
        Some('兆') => 1e12,
        Some('百') => return None,
        _ => return Some(number.to_owned()),
    };
    // `1.2万` → 12000, not 11999.999.
    Some(format!("{}", (value * times * 1e3).round() / 1e3))
}

fn narrow(character: char) -> char {
    // The wide forms of ASCII stand in the same order, 0xFEE0 further on.
    char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::{meant, parse};

    #[test]
    fn numbers_are_decimal() {
        for (text, number) in [
            ("0", 0.0),
            ("-1.5", -1.5),
            ("+3", 3.0),
            ("1e3", 1000.0),
            (".5", 0.5),
            ("1.", 1.0),
        ] {
            assert_eq!(parse(text), Some(number), "{text}");
        }
        assert_eq!(parse("-.inf"), Some(f64::NEG_INFINITY));
        assert!(parse(".nan").is_some_and(f64::is_nan));
        for text in [
            "007", "", "-", ".", "inf", "nan", "NaN", "0x10", "1_000", "4,296", "１２", "e5", "1e",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn other_notations_are_understood_for_help() {
        for (text, number) in [
            ("4,296", Some("4296")),
            ("4,296円", Some("4296")),
            ("１２．５", Some("12.5")),
            ("△3", Some("-3")),
            ("約3", Some("3")),
            ("1.2万", Some("12000")),
            ("3万人", Some("30000")),
            ("5千円", Some("5000")),
            ("0120", Some("120")),
            ("3〜4", None),
            ("不明", None),
        ] {
            assert_eq!(meant(text).as_deref(), number, "{text}");
        }
    }
}
