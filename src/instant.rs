//! A point in time, in seconds since 1970 (Unix time): now, or as a person writes it.

use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::size::whole;

/// The current time.
///
/// # Errors
/// The clock is set to a time before 1970.
pub fn now() -> Result<u64> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Ok(since
        .context("the clock is set to a time before 1970")?
        .as_secs())
}

/// Reads Unix seconds, or a time of RFC 3339 in UTC.
pub fn parse(text: &str) -> Result<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole(text);
    }
    rfc_3339(text).map_or_else(
        || bail!("a time is Unix seconds, or of RFC 3339 in UTC from 1970 on, like 2026-01-31T12:00:00Z"),
        Ok,
    )
}

/// The Unix time of a `date-time` of RFC 3339, section 5.6, without a fraction and in UTC. A leap
/// second is refused: Unix time has none.
fn rfc_3339(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let (time, zone) = bytes.split_at_checked(19)?;
    let utc = [&b"Z"[..], b"z", b"+00:00"].contains(&zone);
    let shape = time.iter().zip(b"0000-00-00T00:00:00");
    let shaped = shape.into_iter().all(|(byte, sample)| match sample {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't' | b' '),
        _ => byte == sample,
    });
    if !utc || !shaped {
        return None;
    }
    let number = |place: std::ops::Range<usize>| {
        time[place]
            .iter()
            .fold(0, |number, digit| 10 * number + u64::from(digit - b'0'))
    };
    let (hour, minute, second) = (number(11..13), number(14..16), number(17..19));
    let days = days(number(0..4), number(5..7), number(8..10))?;
    (hour < 24 && minute < 60 && second < 60)
        .then_some(days * 86400 + hour * 3600 + minute * 60 + second)
}

/// The days from 1970-01-01 to a date of the Gregorian calendar, from that day on.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let lengths = [
        31,
        28 + u64::from(is_leap(year)),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let before = usize::try_from(month).ok()?.checked_sub(1)?;
    if year < 1970 || day == 0 || day > *lengths.get(before)? {
        return None;
    }
    // The leap days before a year since the calendar's year 1.
    let leaps = |year: u64| (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400;
    let months: u64 = lengths[..before].iter().sum();
    Some((year - 1970) * 365 + leaps(year) - leaps(1970) + months + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_date() {
        // date -u -d TIME +%s
        for (text, seconds) in [
            ("0", 0),
            ("1234567890", 1_234_567_890),
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:59Z", 59),
            ("2005-03-18T01:58:29Z", 1_111_111_109),
            ("2009-02-13 23:31:30z", 1_234_567_890),
            ("2033-05-18t03:33:20+00:00", 2_000_000_000),
            ("2603-10-11T11:33:20Z", 20_000_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("2000-03-01T00:00:00Z", 951_868_800),
            ("2100-03-01T00:00:00Z", 4_107_542_400),
            ("2024-12-31T23:59:59Z", 1_735_689_599),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            assert_eq!(parse(text).unwrap(), seconds, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_in_utc_is_refused() {
        for text in [
            "",
            "now",
            "-1",
            "1.5",
            "1e9",
            "2026-01-31",
            "2026-01-31T12:00:00",
            "2026-01-31T12:00:00+01:00",
            "2026-01-31T12:00:00.5Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T12:60:00Z",
            "2016-12-31T23:59:60Z",
            "2026-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "2026-01-31T12:00:00Zé",
            "20260131T120000Z",
            "99999999999999999999",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
