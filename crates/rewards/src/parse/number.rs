//! Numbers as people and models write them.
//!
//! [`scan`] reads the digits with their separators, exponent and scale; the lexer adds sign,
//! currency and unit, which depend on what stands around them.

use super::text::{skip_space, space_len, starts_with_ignore_case};

/// From here on `× 10^n` is a calculation of its own: `8.39 / 325,162 × 10^8`.
const LARGEST_MANTISSA: f64 = 1e3;

/// A decimal number in the making: `digits × 10^exponent`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scanned {
    /// One past the last byte that belongs to the number.
    pub(super) end: usize,
    /// The value.
    pub(super) value: f64,
    /// Half a unit of the last displayed place.
    pub(super) half_ulp: f64,
    /// The value where all its digits are shown and it is whole.
    pub(super) exact: Option<i128>,
    /// Whether a comma was read as a decimal point, which few texts in English mean.
    pub(super) decimal_comma: bool,
    /// Whether a scale word, exponent or power of ten belongs to it.
    pub(super) scaled: bool,
    head: u128,
    place: i64,
}

impl Scanned {
    /// A whole number that ends at a place.
    pub(super) fn whole(value: u16, end: usize) -> Self {
        Self {
            end,
            value: f64::from(value),
            half_ulp: 0.5,
            exact: Some(i128::from(value)),
            decimal_comma: false,
            scaled: false,
            head: u128::from(value),
            place: 0,
        }
    }

    /// Applies a scale word, with a single rounding.
    pub(super) fn scale_by(&mut self, power: i32) {
        let half = self.half_ulp * decimal(1, i64::from(power));
        self.value = decimal(self.head, self.place + i64::from(power));
        self.half_ulp = half;
        self.exact = None;
        self.scaled = true;
    }
}

/// The digits of a number: an exact head and the power of ten that it stands for.
#[derive(Clone, Copy, Default)]
struct Digits {
    /// Up to 36 significant digits.
    head: u128,
    /// How many digits were left out of `head`.
    dropped: i64,
    /// Digits after the point.
    decimals: i64,
    any: bool,
}

impl Digits {
    fn push(&mut self, digit: u8, decimal: bool) {
        self.any = true;
        if let Ok(head) = u64::try_from(self.head)
            && head < 10_u64.pow(18)
        {
            // Nearly all numbers; arithmetic on half the width is much faster.
            self.head = u128::from(head * 10 + u64::from(digit - b'0'));
        } else if self.head < 10_u128.pow(35) {
            self.head = self.head * 10 + u128::from(digit - b'0');
        } else {
            self.dropped += 1;
        }
        self.decimals += i64::from(decimal);
    }
}

/// Reads a number that starts with a digit, or with a point before a digit.
///
/// In `list` (inside square brackets) a comma separates numbers unless it groups thousands.
pub(super) fn scan(bytes: &[u8], start: usize, list: bool) -> Option<Scanned> {
    let mut digits = Digits::default();
    let mut at = start;
    let mut comma = false;
    while let Some(b'0'..=b'9') = bytes.get(at) {
        digits.push(bytes[at], false);
        at += 1;
    }
    let first = at - start;
    let mut spaced_groups = false;
    // Groups of three: all by the same separator.
    // `0,609` has a decimal comma: no group of thousands follows a zero.
    let zero = first == 1 && bytes[start] == b'0';
    if (1..=3).contains(&first)
        && let Some(separator) = separator_at(bytes, at)
        && !(zero && separator.byte == b',')
    {
        let mut groups = 0;
        while separator.matches(bytes, at) && group_of_three(bytes, at + separator.len) {
            at += separator.len;
            for _ in 0..3 {
                digits.push(bytes[at], false);
                at += 1;
            }
            groups += 1;
        }
        spaced_groups = separator.space && groups > 0;
        let tail_breaks = separator.space
            && groups > 0
            && matches!(bytes.get(at), Some(b','))
            && group_of_three(bytes, at + 1);
        if tail_breaks || (separator.space && groups > 0 && bytes[start] == b'0') {
            // `9 592,966` is two numbers.
            digits = Digits::default();
            at = start;
            for _ in 0..first {
                digits.push(bytes[at], false);
                at += 1;
            }
        }
    }
    // `1.185.840`: a single point is that of decimals, several group thousands.
    let pointed = if at == start + first && (1..=3).contains(&first) && !zero {
        bytes[at..].chunks(4).take_while(|it| it[0] == b'.' && group_of_three(it, 1)).count()
    } else {
        0
    };
    let points_group = pointed > 1 && !continues(bytes, at + 4 * pointed);
    if points_group {
        for digit in bytes[at..at + 4 * pointed].iter().filter(|it| it.is_ascii_digit()) {
            digits.push(*digit, false);
        }
        at += 4 * pointed;
    }
    match bytes.get(at) {
        Some(b'.') if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
            at += 1;
            while let Some(b'0'..=b'9') = bytes.get(at) {
                digits.push(bytes[at], true);
                at += 1;
            }
        }
        // `1.` before a bracket or an operator is a number with a bare point only in code.
        Some(b',')
            if (at == start + first || spaced_groups || points_group) && !list && first > 0 =>
        {
            let run = bytes[at + 1..].iter().take(12).take_while(|b| b.is_ascii_digit()).count();
            let decimal = run > 0
                && (run != 3 || zero)
                && first <= 3
                && bytes.get(at + 1 + run) != Some(&b',');
            if decimal {
                comma = true;
                at += 1;
                for _ in 0..run {
                    digits.push(bytes[at], true);
                    at += 1;
                }
            }
        }
        _ => {}
    }
    if !digits.any {
        return None;
    }
    let mut exponent = 0;
    let mut scaled = false;
    let base_ten = digits.decimals == 0 && digits.head == 10 && first == 2 && at == start + 2;
    if let Some((end, e)) = e_notation(bytes, at) {
        (at, exponent, scaled) = (end, e, true);
    } else if base_ten {
        // `10^5`, `10⁻⁵`
        if let Some((end, e)) = power(bytes, at) {
            let value = decimal(1, i64::from(e));
            return Some(Scanned {
                end,
                value,
                half_ulp: 0.0,
                exact: (0..=36).contains(&e).then(|| 10_i128.pow(e.unsigned_abs())),
                decimal_comma: false,
                scaled: true,
                head: 1,
                place: i64::from(e),
            });
        }
    } else if let Some((end, e)) = times_power_of_ten(bytes, at)
        && decimal(digits.head, digits.dropped - digits.decimals) < LARGEST_MANTISSA
    {
        (at, exponent, scaled) = (end, e, true);
    }
    let place = i64::from(exponent) - digits.decimals + digits.dropped;
    let exact = (place == 0 && !scaled && digits.dropped == 0)
        .then(|| i128::try_from(digits.head).ok())
        .flatten();
    Some(Scanned {
        end: at,
        value: decimal(digits.head, place),
        half_ulp: 0.5 * decimal(1, place - digits.dropped),
        exact,
        decimal_comma: comma,
        scaled,
        head: digits.head,
        place,
    })
}

#[derive(Clone, Copy)]
struct Separator {
    len: usize,
    byte: u8,
    space: bool,
}

impl Separator {
    fn matches(self, bytes: &[u8], at: usize) -> bool {
        bytes.get(at) == Some(&self.byte)
            && (self.len == 1 || separator_at(bytes, at).is_some_and(|s| s.len == self.len))
    }
}

fn separator_at(bytes: &[u8], at: usize) -> Option<Separator> {
    let byte = *bytes.get(at)?;
    let (len, space) = match byte {
        b',' | b'_' | b'\'' => (1, false),
        b'{' if bytes.get(at + 1..at + 3) == Some(b",}") => (3, false),
        b'\\' if bytes.get(at + 1) == Some(&b',') => (2, false),
        b' ' => (1, true),
        0xC2 | 0xE2 => match space_len(bytes, at, false) {
            0 if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x99]) => (3, false),
            0 => return None,
            n => (n, true),
        },
        _ => return None,
    };
    Some(Separator { len, byte, space })
}

fn group_of_three(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..at + 3).is_some_and(|g| g.iter().all(u8::is_ascii_digit))
        && !bytes.get(at + 3).is_some_and(u8::is_ascii_digit)
}

/// Whether digits go on at a place, perhaps behind a point: `1.185.840.5`, `1.185.8401`.
pub(super) fn continues(bytes: &[u8], at: usize) -> bool {
    let at = at + usize::from(bytes.get(at) == Some(&b'.'));
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

/// Reads `e5`, `E-05` after a number.
fn e_notation(bytes: &[u8], at: usize) -> Option<(usize, i32)> {
    if !matches!(bytes.get(at), Some(b'e' | b'E')) {
        return None;
    }
    let (end, e) = signed_int(bytes, at + 1)?;
    (!bytes.get(end).is_some_and(u8::is_ascii_alphabetic)).then_some((end, e))
}

/// Reads ` × 10^5`, `·10⁻⁵`, `\times 10^{5}`, `*10**5` after a number.
fn times_power_of_ten(bytes: &[u8], at: usize) -> Option<(usize, i32)> {
    let mut p = skip_space(bytes, at);
    p += match bytes.get(p)? {
        b'*' if bytes.get(p + 1) != Some(&b'*') => 1,
        b'x' | b'X' => 1,
        0xC3 if bytes.get(p + 1) == Some(&0x97) => 2,
        0xC2 if bytes.get(p + 1) == Some(&0xB7) => 2,
        0xE2 if bytes.get(p + 1..p + 3) == Some(&[0x8B, 0x85]) => 3,
        b'\\' if starts_with_ignore_case(bytes, p, "\\times") => 6,
        b'\\' if starts_with_ignore_case(bytes, p, "\\cdot") => 5,
        _ => return None,
    };
    p = skip_space(bytes, p);
    if bytes.get(p..p + 2) != Some(b"10") {
        return None;
    }
    power(bytes, p + 2)
}

/// Reads an integral exponent: `^5`, `^{-5}`, `^(−5)`, `**5`, `⁻⁵`.
fn power(bytes: &[u8], at: usize) -> Option<(usize, i32)> {
    if let Some(found) = superscript(bytes, at) {
        return Some(found);
    }
    let mut p = match bytes.get(at)? {
        b'^' => at + 1,
        b'*' if bytes.get(at + 1) == Some(&b'*') => at + 2,
        _ => return None,
    };
    let close = match bytes.get(p)? {
        b'{' => Some(b'}'),
        b'(' => Some(b')'),
        _ => None,
    };
    p += usize::from(close.is_some());
    let (mut end, e) = signed_int(bytes, p)?;
    if let Some(close) = close {
        if bytes.get(end) != Some(&close) {
            return None;
        }
        end += 1;
    }
    // `10^2.5` is an expression.
    let fraction =
        bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    (!fraction).then_some((end, e))
}

fn signed_int(bytes: &[u8], at: usize) -> Option<(usize, i32)> {
    let mut p = at;
    let mut negative = false;
    if let Some((_, len)) = super::text::dash_at(bytes, p) {
        negative = true;
        p += len;
    } else if bytes.get(p) == Some(&b'+') {
        p += 1;
    }
    let digits =
        bytes[p.min(bytes.len())..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 4 {
        return None;
    }
    let value = bytes[p..p + digits].iter().fold(0_i32, |v, b| v * 10 + i32::from(b - b'0'));
    Some((p + digits, if negative { -value } else { value }))
}

/// Reads an exponent in superscript characters: `⁵`, `⁻⁵`, `²`.
pub(super) fn superscript(bytes: &[u8], at: usize) -> Option<(usize, i32)> {
    let mut p = at;
    let mut negative = false;
    match bytes.get(p..p + 3) {
        Some([0xE2, 0x81, 0xBB]) => {
            negative = true;
            p += 3;
        }
        Some([0xE2, 0x81, 0xBA]) => p += 3,
        _ => {}
    }
    let mut value = 0_i32;
    let mut any = false;
    loop {
        let (digit, len) = match (bytes.get(p), bytes.get(p + 1), bytes.get(p + 2)) {
            (Some(0xC2), Some(0xB2), _) => (2, 2),
            (Some(0xC2), Some(0xB3), _) => (3, 2),
            (Some(0xC2), Some(0xB9), _) => (1, 2),
            (Some(0xE2), Some(0x81), Some(d @ (0xB0 | 0xB4..=0xB9))) => (i32::from(d - 0xB0), 3),
            _ => break,
        };
        if value > 9_999 {
            return None;
        }
        value = value * 10 + digit;
        any = true;
        p += len;
    }
    any.then_some((p, if negative { -value } else { value }))
}

/// A word or letter after a number that scales it.
///
/// Returns its end and the power of ten. Lower-case letters are scales only with a currency
/// (`$5m`), for `5m` is five minutes or metres.
pub(super) fn scale(bytes: &[u8], at: usize, currency: bool) -> Option<(usize, i32)> {
    let spaced = skip_space(bytes, at);
    let hyphen = if spaced == at && bytes.get(at) == Some(&b'-') { at + 1 } else { spaced };
    let attached = spaced == at;
    let first = *bytes.get(hyphen)?;
    if !first.is_ascii_alphabetic() {
        return None;
    }
    let mut end = hyphen;
    while end < bytes.len() && end - hyphen < 12 && bytes[end].is_ascii_alphabetic() {
        end += 1;
    }
    if bytes.get(end).is_some_and(|b| b.is_ascii_digit() || *b == b'_') {
        return None;
    }
    let word = &bytes[hyphen..end];
    let power = match word {
        b"K" | b"k" => 3,
        b"M" | b"MM" => 6,
        b"B" => 9,
        b"T" if attached => 12,
        b"m" if attached && currency => 6,
        b"b" if attached && currency => 9,
        b"t" if attached && currency => 12,
        _ => {
            let ends = |w: &str| {
                word.eq_ignore_ascii_case(w.as_bytes())
                    || (word.len() == w.len() + 1
                        && matches!(word[w.len()], b's')
                        && word[..w.len()].eq_ignore_ascii_case(w.as_bytes()))
            };
            match first.to_ascii_lowercase() {
                b'h' if ends("hundred") => 2,
                b't' if ends("thousand") => 3,
                b'm' if ends("million") || ends("mn") || ends("mio") || ends("mln") => 6,
                b'b' if ends("billion") || ends("bn") => 9,
                b't' if ends("trillion") || ends("tn") || ends("trn") => 12,
                _ => return None,
            }
        }
    };
    // `5 B` in prose is a letter unless it closes the amount.
    if word.len() == 1 && !attached && !currency && !matches!(word, b"K" | b"k" | b"M" | b"B") {
        return None;
    }
    Some((end, power))
}

/// The powers of ten that are exact.
pub(super) const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Returns `head × 10^place`, rounded once where both parts are exact.
#[inline]
pub(super) fn decimal(head: u128, place: i64) -> f64 {
    if head == 0 {
        return 0.0;
    }
    let power = usize::try_from(place.unsigned_abs()).ok().and_then(|p| POWERS.get(p));
    match power {
        Some(power) if head < 1 << 53 => {
            // 64 bits hold it, and are converted in one instruction.
            let head = head as u64 as f64;
            if place < 0 { head / power } else { head * power }
        }
        _ => {
            // The standard library rounds correctly whatever the size.
            let place = place.clamp(-2_000, 2_000);
            format!("{head}e{place}").parse().unwrap_or(f64::INFINITY)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Answer, NumberRole, NumberUnit};

    fn check(text: &str, value: f64, half_ulp: f64, unit: NumberUnit) {
        let answer = Answer::parse(text);
        let number = answer.numbers.first().expect("a number");
        assert_eq!((number.value, number.unit), (value, unit), "{text}");
        let off = (number.half_ulp - half_ulp).abs();
        assert!(off <= 1e-9 * half_ulp, "{text}: {} is not {half_ulp}", number.half_ulp);
        assert_eq!(answer.numbers.len(), 1, "{text}: {:?}", answer.numbers);
    }

    #[test]
    fn forms() {
        use NumberUnit::{None, Percent, PercentagePoint, Usd};
        check("4,460,392", 4_460_392.0, 0.5, None);
        check("4 460 392", 4_460_392.0, 0.5, None);
        check("4.460.392", 4_460_392.0, 0.5, None);
        check("4.460.392,25 users", 4_460_392.25, 0.005, None);
        check("4\u{202f}460\u{202f}392 users", 4_460_392.0, 0.5, None);
        check("4{,}460{,}392", 4_460_392.0, 0.5, None);
        check("4_460_392", 4_460_392.0, 0.5, None);
        check("2 660.35", 2_660.35, 0.005, None);
        check("1.2e5", 1.2e5, 5e3, None);
        check("1.2 × 10^5", 1.2e5, 5e3, None);
        check("1.2 \\times 10^{5}", 1.2e5, 5e3, None);
        check("1.3×10⁻⁵", 1.3e-5, 5e-7, None);
        check("$342.5M", 342.5e6, 5e4, Usd);
        check("$5m", 5e6, 5e5, Usd);
        check("USD 5.0 million", 5e6, 5e4, Usd);
        check("5.0 million dollars", 5e6, 5e4, Usd);
        check("US$5", 5.0, 0.5, Usd);
        check("1.85 billion", 1.85e9, 5e6, None);
        check("658 thousand", 658e3, 500.0, None);
        check("592.9K", 592.9e3, 50.0, None);
        check("-0.13%", -0.13, 0.005, Percent);
        check("−0.13 %", -0.13, 0.005, Percent);
        check("+12.7 percent", 12.7, 0.05, Percent);
        check("15.3 per cent", 15.3, 0.05, Percent);
        check("15.3\\%", 15.3, 0.05, Percent);
        check("0.2 percentage points", 0.2, 0.05, PercentagePoint);
        check("0.2 pp", 0.2, 0.05, PercentagePoint);
        check("25 bps", 0.25, 0.005, PercentagePoint);
        check("**7.52**", 7.52, 0.005, None);
        check("`7.52`", 7.52, 0.005, None);
        check("-$5.20", -5.2, 0.005, Usd);
        check("0,75", 0.75, 0.005, None);
        check("| (5.2%) |", -5.2, 0.05, Percent);
    }

    #[test]
    fn exact_and_approximate() {
        let exact = |text: &str| Answer::parse(text).numbers[0].exact;
        assert_eq!(exact("4,460,392"), Some(4_460_392));
        assert_eq!(exact("-5"), Some(-5));
        assert_eq!(exact("10⁵"), Some(100_000));
        assert_eq!(exact("7.0"), None);
        assert_eq!(exact("7K"), None);
        let approximate = |text: &str| Answer::parse(text).numbers[0].approximate;
        assert!(approximate("~7.5"));
        assert!(approximate("≈ 7.5"));
        assert!(approximate("about $7.5"));
        assert!(approximate("\\approx 7.5"));
        assert!(!approximate("7.5"));
    }

    fn role(text: &str, expected: NumberRole) {
        for number in Answer::parse(text).numbers {
            assert_eq!(number.role, expected, "{text}: {}", number.value);
        }
    }

    #[test]
    fn roles() {
        role("2025-02-09", NumberRole::Date);
        role("Feb 9, 2025", NumberRole::Date);
        role("14:30 UTC", NumberRole::Date);
        role("in 2025 and since 2024", NumberRole::Date);
        role("open 24/7", NumberRole::Name);
        role("ERC-20 and EIP\u{2011}1559, v2.1, Q4, 0x1f", NumberRole::Name);
        role("the 3rd", NumberRole::Name);
        role("7-day, 30 days, 12 trading days", NumberRole::Period);
        role("90% confidence, a 95 % CI, confidence level of 99%", NumberRole::Level);
        role("1. x\n2) y\n", NumberRole::Marker);
        role("see [1] and [^2]", NumberRole::Marker);
        role("5 users, $5 and 5%", NumberRole::Quantity);
    }

    #[test]
    fn a_sign_is_not_an_operator() {
        let values =
            |text: &str| Answer::parse(text).numbers.iter().map(|n| n.value).collect::<Vec<_>>();
        assert_eq!(values("5-3"), [5.0, 3.0]);
        assert_eq!(values("5 - 3"), [5.0, 3.0]);
        assert_eq!(values("(-5)"), [-5.0]);
        assert_eq!(values("5 × -3"), [5.0, -3.0]);
        assert_eq!(values("5–7%"), [5.0, 7.0]);
        assert_eq!(values("fell –5%"), [-5.0]);
    }
}
