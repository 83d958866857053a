//! Escaping for JSON strings.

use crate::secret::Secret;

/// Appends `text`, escaped for a JSON string (RFC 8259, section 7). The quotes are not written.
pub fn json_string(text: &str, json: &mut Secret) {
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => json.extend(&[b'\\', byte]),
            b'\n' => json.extend(b"\\n"),
            b'\t' => json.extend(b"\\t"),
            0..0x20 | 0x7f => {
                let hex = |digit: u8| b"0123456789abcdef"[usize::from(digit)];
                json.extend(&[b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]);
            }
            _ => json.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_strings_are_escaped_as_rfc_8259_requires() {
        let mut json = Secret::with_capacity(0);
        json_string("a\"\\\n\t\u{1}\u{7f}é€", &mut json);
        assert_eq!(json.as_bytes(), r#"a\"\\\n\t\u0001\u007fé€"#.as_bytes());
    }
}
