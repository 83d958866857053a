//! Values as JSON objects, one on each line.

use std::ops::Range;

use anyhow::Result;

use super::explanation::{ATTACKS, Guess};
use crate::recipe::space::Space;
use crate::secret::Secret;
use crate::text::encoding::Encoding;
use crate::text::json::json_string;

/// The parts of a JSON object that are the same for all values.
pub struct Object {
    start: String,
    end: String,
}

impl Object {
    /// The object of a value of this `kind`, drawn from `space`, whose hash costs a `guess`.
    pub fn new(kind: &str, space: Option<&Space>, source: &str, guess: Option<&Guess>) -> Self {
        Self {
            start: format!(r#"{{"kind":"{kind}""#),
            end: space.map_or_else(String::new, |space| tail(space, source, guess)),
        }
    }

    pub fn begin(&self, json: &mut Secret) {
        json.extend(self.start.as_bytes());
    }

    pub fn end(&self, json: &mut Secret) {
        json.extend(self.end.as_bytes());
    }
}

/// Appends a value. Its lines are the members `value` and `further_lines`. Returns the range of the text.
pub fn push_text(text: &str, further_lines: &[&str], json: &mut Secret) -> Range<usize> {
    json.extend(br#","value":""#);
    let start = json.len();
    let mut lines = text.splitn(further_lines.len() + 1, '\n');
    json_string(lines.next().unwrap_or_default(), json);
    for (name, line) in further_lines.iter().zip(lines) {
        json.extend(format!(r#"","{name}":""#).as_bytes());
        json_string(line, json);
    }
    let end = json.len();
    json.push(b'"');
    start..end
}

/// Appends a value that is not text. Returns the range of its base64.
pub fn push_bytes(bytes: &[u8], json: &mut Secret) -> Result<Range<usize>> {
    json.extend(br#","value_base64":""#);
    let start = json.len();
    Encoding::Base64.encode(bytes, json)?;
    let end = json.len();
    json.push(b'"');
    Ok(start..end)
}

/// The members after the value, with the content of an explanation.
fn tail(space: &Space, source: &str, guess: Option<&Guess>) -> String {
    let bits = space.size.bits();
    let mut tail = Secret::with_capacity(512);
    tail.extend(format!(r#","entropy_bits":{bits},"drawn_from":""#).as_bytes());
    json_string(&space.drawn_from, &mut tail);
    tail.extend(format!(r#"","possibilities":"{}""#, space.size).as_bytes());
    for (number, rule) in space.rules.iter().enumerate() {
        tail.extend(if number == 0 {
            br#","rules":[""#
        } else {
            br#"",""#.as_slice()
        });
        json_string(rule, &mut tail);
    }
    if !space.rules.is_empty() {
        tail.extend(br#""]"#);
    }
    if space.guessable {
        let times = ATTACKS.iter().map(|attack| {
            let seconds = attack.mean_seconds(bits);
            format!(r#""{} at {}":{seconds:e}"#, attack.name, attack.rate)
        });
        let times = times.collect::<Vec<_>>().join(",");
        tail.extend(format!(r#","mean_seconds_to_guess":{{{times}}}"#).as_bytes());
    }
    if let Some(guess) = guess {
        tail.extend(guess.json().as_bytes());
    }
    tail.extend(format!(r#","source":"{source}"}}"#).as_bytes());
    String::from_utf8_lossy(tail.as_bytes()).into_owned()
}
