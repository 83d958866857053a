//! Reads points in time, in seconds since 1970 (Unix time), and durations.

use std::time::SystemTime;

use anyhow::{Context, Result, anyhow, bail};

use crate::input::size::{positive, whole};

/// The current time.
///
/// # Errors
/// The clock is set to a time before 1970.
pub fn now() -> Result<u64> {
    Ok(now_in_milliseconds()? / 1000)
}

/// The current time in milliseconds since 1970.
///
/// # Errors
/// The clock is set to a time before 1970.
pub fn now_in_milliseconds() -> Result<u64> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let since = since.context("the clock is set to a time before 1970")?;
    Ok(since.as_millis() as u64)
}

/// Reads a duration of at least a second: a number of seconds, or a number with s, m or h.
pub fn seconds(text: &str) -> Result<u64> {
    let (number, unit) = match text.as_bytes().last() {
        Some(b's') => (&text[..text.len() - 1], 1),
        Some(b'm') => (&text[..text.len() - 1], 60),
        Some(b'h') => (&text[..text.len() - 1], 3600),
        _ => (text, 1),
    };
    let number = positive(number)
        .map_err(|error| anyhow!("{error}, in seconds or with s, m or h: 30s, 2m"))?;
    Ok(number.saturating_mul(unit))
}

/// Reads Unix seconds, or a time in UTC as RFC 3339 writes it.
pub fn parse(text: &str) -> Result<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole(text);
    }
    rfc_3339(text).map_or_else(
        || bail!("a time is Unix seconds, or of RFC 3339 in UTC from 1970 on, like 2026-01-31T12:00:00Z"),
        Ok,
    )
}

/// The Unix time of a `date-time` of RFC 3339, section 5.6, in UTC and without a fraction. A leap
/// second is refused, because Unix time has none.
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
    let number = |range: std::ops::Range<usize>| {
        time[range]
            .iter()
            .fold(0, |number, digit| 10 * number + u64::from(digit - b'0'))
    };
    let (hour, minute, second) = (number(11..13), number(14..16), number(17..19));
    let days = days(number(0..4), number(5..7), number(8..10))?;
    (hour < 24 && minute < 60 && second < 60)
        .then_some(days * 86400 + hour * 3600 + minute * 60 + second)
}

/// The number of days from 1970-01-01 to a date of the Gregorian calendar, or None before 1970.
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
    // The number of leap days from the year 1 to the year before.
    let leaps = |year: u64| (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400;
    let months: u64 = lengths[..before].iter().sum();
    Some((year - 1970) * 365 + leaps(year) - leaps(1970) + months + day - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_match_date() {
        // The output of: date -u -d TIME +%s
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
    fn other_texts_are_refused_as_times() {
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

    /// The date of a day after 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    fn date(day: u64) -> (u64, u64, u64) {
        let day = day + 719_468;
        let (era, of_era) = (day / 146_097, day % 146_097);
        let year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let year = year + 400 * era + u64::from(month >= 10);
        let number = if month < 10 { month + 3 } else { month - 9 };
        (year, number, of_year - (153 * month + 2) / 5 + 1)
    }

    proptest! {
        #[test]
        fn every_second_of_the_calendar_is_read(time in 0..=253_402_300_799_u64, zone in "Z|z|\\+00:00", between in "[Tt ]") {
            let (year, month, day) = date(time / 86400);
            let (hour, minute, second) = (time / 3600 % 24, time / 60 % 60, time % 60);
            let text = format!("{year:04}-{month:02}-{day:02}{between}{hour:02}:{minute:02}:{second:02}{zone}");
            prop_assert_eq!(parse(&text).unwrap(), time, "{}", text);
            prop_assert_eq!(parse(&time.to_string()).unwrap(), time);
        }

        #[test]
        fn dates_that_do_not_exist_are_refused(year in 1970..10_000_u64, month in 0..14_u64, day in 0..33_u64) {
            let read = parse(&format!("{year:04}-{month:02}-{day:02}T00:00:00Z"));
            match read {
                Ok(time) => prop_assert_eq!(date(time / 86400), (year, month, day)),
                Err(_) => prop_assert!(!(1..=12).contains(&month) || !(1..=28).contains(&day)),
            }
        }
    }
}
