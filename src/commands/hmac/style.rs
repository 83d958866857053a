//! The headers in which services send the signatures of webhooks.

use anyhow::Result;
use clap::ValueEnum;

use super::code::Form;
use crate::secret::Secret;

/// A service and its header.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Style {
    /// X-Hub-Signature-256: sha256=HEX
    Github,
    /// Stripe-Signature: t=SECONDS,v1=HEX with one v1 or more
    Stripe,
    /// X-Slack-Signature: v0=HEX; give --timestamp too
    Slack,
}

/// The content of a header.
#[derive(Default)]
pub struct Claim {
    /// The bytes that are signed before the message.
    pub signed: Vec<u8>,
    /// The time of the signature, in Unix seconds.
    pub time: Option<u64>,
    /// The codes, one of which must be right. An invalid header has no codes.
    pub codes: Vec<Secret>,
}

impl Claim {
    /// The claim of a header that has only a code.
    pub fn of_code(code: Option<Secret>) -> Self {
        Self {
            codes: code.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The claim of codes that were made at `time`. Without codes if `time` is invalid.
    fn at(style: Style, time: &str, codes: Vec<Secret>) -> Self {
        let is_number = !time.is_empty() && time.bytes().all(|digit| digit.is_ascii_digit());
        match time.parse() {
            Ok(seconds) if is_number => Self {
                signed: style.signed(time),
                time: Some(seconds),
                codes,
            },
            _ => Self::default(),
        }
    }
}

impl Style {
    /// Whether the time is signed.
    pub fn has_time(self) -> bool {
        !matches!(self, Self::Github)
    }

    /// The bytes that are signed before the message.
    pub fn signed(self, time: &str) -> Vec<u8> {
        match self {
            Self::Github => Vec::new(),
            // Stripe, "Verify webhook signatures manually".
            Self::Stripe => format!("{time}.").into(),
            // Slack, "Verifying requests from Slack".
            Self::Slack => format!("v0:{time}:").into(),
        }
    }

    /// The header of a message with this `code`.
    pub fn header(self, time: &str, code: &Secret) -> Result<Secret> {
        let mut header = Secret::with_capacity(128);
        header.extend(
            match self {
                Self::Github => "sha256=".to_owned(),
                Self::Stripe => format!("t={time},v1="),
                Self::Slack => "v0=".to_owned(),
            }
            .as_bytes(),
        );
        Form::Hex.encode(code, &mut header)?;
        Ok(header)
    }

    /// Reads a header. `timestamp` is the time for Slack, which sends it in another header.
    pub fn read(self, header: &[u8], timestamp: Option<&str>) -> Claim {
        let code = |text: &[u8], name: &str| {
            let hex = text.strip_prefix(name.as_bytes())?;
            Form::Hex.decode(hex)
        };
        match self {
            Self::Github => Claim::of_code(code(header, "sha256=")),
            Self::Slack => {
                let codes = code(header, "v0=").into_iter().collect();
                Claim::at(self, timestamp.unwrap_or_default(), codes)
            }
            Self::Stripe => {
                let items = || header.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
                let codes = items().filter_map(|item| code(item, "v1=")).collect();
                let mut times = items().filter_map(|item| item.strip_prefix(b"t="));
                // With two times it is unclear which of them is signed.
                match (times.next(), times.next()) {
                    (Some(time), None) => {
                        Claim::at(self, std::str::from_utf8(time).unwrap_or_default(), codes)
                    }
                    _ => Claim::default(),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(style: Style, header: &str, time: Option<&str>) -> Vec<Vec<u8>> {
        let claim = style.read(header.as_bytes(), time);
        let codes = claim.codes.iter();
        codes.map(|code| code.as_bytes().to_vec()).collect()
    }

    #[test]
    fn headers_of_services_are_read() {
        for (style, header, time, expected) in [
            (Style::Github, "sha256=00ff", None, vec![vec![0, 255]]),
            (Style::Github, "sha256=00FF", None, vec![vec![0, 255]]),
            (Style::Github, "sha1=00ff", None, vec![]),
            (Style::Github, "00ff", None, vec![]),
            (Style::Stripe, "t=1,v1=00,v0=ff", None, vec![vec![0]]),
            (
                Style::Stripe,
                "t=1, v1=00, v1=01",
                None,
                vec![vec![0], vec![1]],
            ),
            (Style::Stripe, "v1=00,t=1", None, vec![vec![0]]),
            (Style::Stripe, "v1=00", None, vec![]),
            (Style::Stripe, "t=1,t=2,v1=00", None, vec![]),
            (Style::Stripe, "t=x,v1=00", None, vec![]),
            (Style::Stripe, "t=+1,v1=00", None, vec![]),
            (Style::Stripe, "t=99999999999999999999,v1=00", None, vec![]),
            (Style::Slack, "v0=00", Some("1"), vec![vec![0]]),
            (Style::Slack, "v0=00", Some("-1"), vec![]),
            (Style::Slack, "v0=00", Some(""), vec![]),
            (Style::Slack, "v1=00", Some("1"), vec![]),
        ] {
            assert_eq!(codes(style, header, time), expected, "{header} {time:?}");
        }
        assert_eq!(Style::Stripe.read(b"t=12,v1=00", None).signed, b"12.");
        assert_eq!(Style::Slack.read(b"v0=00", Some("12")).signed, b"v0:12:");
    }

    proptest! {
        #[test]
        fn a_written_header_can_be_read(code in prop::collection::vec(any::<u8>(), 32), time: u64) {
            for style in [Style::Github, Style::Stripe, Style::Slack] {
                let time = time.to_string();
                let header = style.header(&time, &Secret::copy_of(&code)).unwrap();
                let claim = style.read(header.as_bytes(), Some(&time));
                prop_assert_eq!(claim.codes[0].as_bytes(), &code[..]);
                prop_assert_eq!(claim.signed, style.signed(&time));
            }
        }

        #[test]
        fn no_header_panics(header in prop::collection::vec(any::<u8>(), 0..80), start in "(t=[0-9]{0,3},v1=|v0=|sha256=)?") {
            let header = [start.as_bytes(), &header].concat();
            for style in [Style::Github, Style::Stripe, Style::Slack] {
                let _ = style.read(&header, Some("1"));
            }
        }
    }
}
