//! Calendar days in the forms that prose uses, and other figures that tell time.

use jiff::civil::Date;

use super::NumberRole;
use super::text::{Dash, dash_at, is_word_byte, skip_space};
use super::word::{Word, lookup};

/// A date found in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) end: usize,
    pub(super) date: Option<Date>,
    pub(super) month_day: (i8, i8),
}

/// Reads a date that starts with a digit: `2025-02-09`, `02/09/2025`, `9 February 2025`.
pub(super) fn at_digit(bytes: &[u8], at: usize) -> Option<Found> {
    let (first, len) = digits(bytes, at)?;
    match len {
        4 => iso(bytes, at, first),
        1 | 2 => {
            let end = at + len;
            match bytes.get(end)? {
                b'/' | b'.' => slashed(bytes, end, first),
                b'%' | b',' | b':' => None,
                _ => month_and_day(bytes, at).or_else(|| day_first(bytes, end, first)),
            }
        }
        _ => None,
    }
}

/// The length of a day written as `2025-02-09`.
pub(super) const PLAIN: usize = 10;

/// The day that `2025-02-09` names.
pub(super) fn plain(written: &[u8; PLAIN]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *written else {
        return None;
    };
    if ![y1, y2, y3, y4, m1, m2, d1, d2].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |it: u8| i16::from(it - b'0');
    let pair = |tens: u8, ones: u8| digit(tens) * 10 + digit(ones);
    let (month, day) = (pair(m1, m2) as i8, pair(d1, d2) as i8);
    Date::new(pair(y1, y2) * 100 + pair(y3, y4), month, day).ok()
}

fn iso(bytes: &[u8], at: usize, year: i32) -> Option<Found> {
    let (slash, mut p) = separator(bytes, at + 4)?;
    let (month, len) = digits(bytes, p)?;
    if len > 2 {
        return None;
    }
    p += len;
    let (second, next) = separator(bytes, p)?;
    if slash != second {
        return None;
    }
    p = next;
    let (day, len) = digits(bytes, p)?;
    let end = p + len;
    if len > 2 || bytes.get(end).is_some_and(|b| is_word_byte(*b) && *b != b'T') {
        return None;
    }
    let end = clock_after(bytes, end);
    found(Some(year), month, day, end)
}

/// Skips the time of a timestamp: `T14:30:00Z`.
fn clock_after(bytes: &[u8], end: usize) -> usize {
    if bytes.get(end) != Some(&b'T') {
        return end;
    }
    let len = bytes[end + 1..]
        .iter()
        .take(16)
        .take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z' | b'+'))
        .count();
    if len == 0 { end } else { end + 1 + len }
}

fn separator(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at)? {
        b'/' => Some((b'/', at + 1)),
        b'.' => Some((b'.', at + 1)),
        _ => dash_at(bytes, at).map(|(_, len)| (b'-', at + len)),
    }
}

/// `02/09/2025`, `9.2.2025`: month first unless it cannot be; `2/9` alone is a quotient.
fn slashed(bytes: &[u8], at: usize, first: i32) -> Option<Found> {
    let mark = bytes[at];
    let (second, len) = digits(bytes, at + 1)?;
    if len > 2 {
        return None;
    }
    let p = at + 1 + len;
    if bytes.get(p) != Some(&mark) {
        return None;
    }
    let (year, len) = digits(bytes, p + 1)?;
    let end = p + 1 + len;
    if len != 4 || bytes.get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let day_first = mark == b'.' || first > 12;
    let (month, day) = if day_first { (second, first) } else { (first, second) };
    found(Some(year), month, day, end)
}

/// `02-17`, `12-06`: a zero that leads shows that nothing is subtracted. `10-12` may be a range.
fn month_and_day(bytes: &[u8], at: usize) -> Option<Found> {
    // "2025-02-30" is no day, and neither is its end.
    let before = at.checked_sub(1).map(|it| bytes[it]);
    if matches!(before, Some(b'-' | b'.' | b'/' | 0x90 | 0x91)) {
        return None;
    }
    let (month, len) = digits(bytes, at)?;
    let (hyphen, width) = dash_at(bytes, at + len)?;
    let day_at = at + len + width;
    let (day, day_len) = digits(bytes, day_at)?;
    let end = day_at + day_len;
    let led = bytes[at] == b'0' || bytes[day_at] == b'0';
    if !led || hyphen != Dash::Hyphen || (len, day_len) != (2, 2) {
        return None;
    }
    match bytes.get(end) {
        Some(b'%' | b'-') => return None,
        Some(b'.' | b',' | b':') if bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => {
            return None;
        }
        Some(byte) if is_word_byte(*byte) => return None,
        _ => {}
    }
    found(None, month, day, end)
}

/// `9 February 2025`, `9th of Feb`, `09-Feb-2025`.
fn day_first(bytes: &[u8], end: usize, day: i32) -> Option<Found> {
    let mut p = ordinal_after(bytes, end);
    let hyphen = dash_at(bytes, p).map(|(_, len)| len);
    p = match hyphen {
        Some(len) => p + len,
        None => skip_space(bytes, p),
    };
    if bytes.get(p..p + 3) == Some(b"of ") {
        p = skip_space(bytes, p + 3);
    }
    let (month, mut end) = month(bytes, p)?;
    let q = if hyphen.is_some() {
        end + dash_at(bytes, end).map_or(0, |(_, len)| len)
    } else {
        let comma = usize::from(bytes.get(end) == Some(&b','));
        skip_space(bytes, end + comma)
    };
    let year = year_at(bytes, q);
    if year.is_some() {
        end = q + 4;
    }
    found(year, month, day, end)
}

/// Whether a month can begin with this letter: the capital of one.
#[inline]
pub(super) fn may_begin_month(first: u8) -> bool {
    matches!(first, b'J' | b'F' | b'M' | b'A' | b'S' | b'O' | b'N' | b'D')
}

/// Reads a date that starts with the name of a month: `Feb 9, 2025`, `February 9th`.
pub(super) fn at_letter(bytes: &[u8], at: usize) -> Option<Found> {
    let (month, mut end) = month(bytes, at)?;
    let p = skip_space(bytes, end);
    let p = match dash_at(bytes, end) {
        Some((_, len)) => end + len,
        None => p,
    };
    let (day, len) = digits(bytes, p)?;
    if len > 2 {
        return None;
    }
    end = ordinal_after(bytes, p + len);
    match bytes.get(end) {
        Some(b'%') => return None,
        // "May 8:30" tells the time; "Feb 8: 1,203,788" names the day.
        Some(b'.' | b',' | b':') if bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => {
            return None;
        }
        Some(b) if is_word_byte(*b) => return None,
        _ => {}
    }
    let comma = usize::from(bytes.get(end) == Some(&b','));
    let q = skip_space(bytes, end + comma);
    let year = year_at(bytes, q);
    if year.is_some() {
        end = q + 4;
    }
    found(year, month, day, end)
}

fn found(year: Option<i32>, month: i32, day: i32, end: usize) -> Option<Found> {
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    // A leap year stands in where none is given.
    let year_or_leap = year.map_or(Some(2024), |y| i16::try_from(y).ok())?;
    let date = Date::new(year_or_leap, month, day).ok()?;
    Some(Found { end, date: year.map(|_| date), month_day: (month, day) })
}

fn digits(bytes: &[u8], at: usize) -> Option<(i32, usize)> {
    let len = bytes.get(at..)?.iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    if len == 0 || len > 4 {
        return None;
    }
    Some((bytes[at..at + len].iter().fold(0, |v, b| v * 10 + i32::from(b - b'0')), len))
}

fn ordinal_after(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..at + 2) {
        Some(b"st" | b"nd" | b"rd" | b"th") => at + 2,
        _ => at,
    }
}

fn year_at(bytes: &[u8], at: usize) -> Option<i32> {
    let (year, len) = digits(bytes, at)?;
    let ends = match bytes.get(at + 4) {
        Some(b',' | b'.') => !bytes.get(at + 5).is_some_and(u8::is_ascii_digit),
        Some(byte) => !is_word_byte(*byte) && *byte != b'%',
        None => true,
    };
    (len == 4 && (1900..2100).contains(&year) && ends).then_some(year)
}

/// Reads the name of a month, with the full stop of its abbreviation.
fn month(bytes: &[u8], at: usize) -> Option<(i32, usize)> {
    let len = bytes.get(at..)?.iter().take(10).take_while(|b| b.is_ascii_alphabetic()).count();
    if !(3..=9).contains(&len) || bytes.get(at + len).is_some_and(|b| is_word_byte(*b)) {
        return None;
    }
    let word = &bytes[at..at + len];
    if lookup(word) != Word::Month || !word[0].is_ascii_uppercase() {
        return None;
    }
    let number = match [word[0], word[1].to_ascii_lowercase(), word[2].to_ascii_lowercase()] {
        [b'J', b'a', _] => 1,
        [b'F', ..] => 2,
        [b'M', b'a', b'r'] => 3,
        [b'A', b'p', _] => 4,
        [b'M', ..] => 5,
        [b'J', b'u', b'n'] => 6,
        [b'J', ..] => 7,
        [b'A', ..] => 8,
        [b'S', ..] => 9,
        [b'O', ..] => 10,
        [b'N', ..] => 11,
        _ => 12,
    };
    let dot =
        bytes.get(at + len) == Some(&b'.') && len <= 4 && bytes.get(at + len + 1) == Some(&b' ');
    Some((number, at + len + usize::from(dot)))
}

/// Reads a time of day, a span of years or an idiom of figures that is no quantity: `14:30`,
/// `24/7`.
pub(super) fn time_or_idiom(bytes: &[u8], at: usize) -> Option<(usize, NumberRole)> {
    let (first, len) = digits(bytes, at)?;
    let end = at + len;
    match bytes.get(end)? {
        b':' if len <= 2 && first < 25 => {
            let (minutes, n) = digits(bytes, end + 1)?;
            if n != 2 || minutes > 59 {
                return None;
            }
            let mut end = end + 1 + n;
            if bytes.get(end) == Some(&b':') && digits(bytes, end + 1).is_some_and(|(_, n)| n == 2)
            {
                end += 3;
            }
            Some((end, NumberRole::Date))
        }
        b'/' if first == 24 && bytes.get(end + 1) == Some(&b'7') => {
            let after = bytes.get(end + 2).copied().unwrap_or(b' ');
            let formula = skip_space(bytes, end + 2);
            let relation = matches!(bytes.get(formula), Some(b'=' | 0xE2));
            (!after.is_ascii_digit() && after != b'.' && !relation)
                .then_some((end + 2, NumberRole::Name))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, day: Option<&str>, end: usize) {
        let bytes = text.as_bytes();
        let read = if bytes[0].is_ascii_digit() { at_digit(bytes, 0) } else { at_letter(bytes, 0) };
        let read_day = read.map(|f| {
            f.date.map_or(format!("{}-{}", f.month_day.0, f.month_day.1), |d| d.to_string())
        });
        assert_eq!(read_day.as_deref(), day, "{text}");
        assert_eq!(read.map_or(0, |f| f.end), end, "{text}");
    }

    #[test]
    fn days() {
        check("2025-02-09", Some("2025-02-09"), 10);
        check("2025\u{2011}02\u{2011}09", Some("2025-02-09"), 14);
        check("2025/02/09.", Some("2025-02-09"), 10);
        check("2025-02-09T00:00:00Z", Some("2025-02-09"), 20);
        check("02/09/2025", Some("2025-02-09"), 10);
        check("25/02/2025", Some("2025-02-25"), 10);
        check("9.2.2025", Some("2025-02-09"), 8);
        check("Feb 9, 2025", Some("2025-02-09"), 11);
        check("Feb. 9", Some("2-9"), 6);
        check("February 9th, 2025", Some("2025-02-09"), 18);
        check("9 February 2025", Some("2025-02-09"), 15);
        check("9th of February", Some("2-9"), 15);
        check("09-Feb-2025", Some("2025-02-09"), 11);
        check("May 5 was", Some("5-5"), 5);
        check("02-17 was", Some("2-17"), 5);
        check("12\u{2011}06.", Some("12-6"), 7);
    }

    #[test]
    fn no_days() {
        check("2025-13-09", None, 0);
        check("May 5%", None, 0);
        check("2/9", None, 0);
        check("10-12 days", None, 0);
        check("05-07%", None, 0);
        check("02-17.5", None, 0);
        check("12 - 06", None, 0);
        check("13-06", None, 0);
        check("March 4,460,392", None, 0);
        check("Marching 5", None, 0);
        check("5 marks", None, 0);
        check("2025-02", None, 0);
    }
}
