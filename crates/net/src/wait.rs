//! How long a service asks to be left alone.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// Reads how long a refused client should wait: `Retry-After` (seconds or a date), else
/// `X-RateLimit-Reset` (seconds from now, or a Unix time in seconds or milliseconds).
///
/// A date is compared with the service's own `Date`, where it sends one, else with `now`: then a
/// wrong clock on this machine does no harm. What cannot be read counts as not said.
pub fn asked_wait(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let now =
        text(DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    let retry_after = text(RETRY_AFTER.as_str()).and_then(|value| {
        seconds(value).or_else(|| {
            let date = httpdate::parse_http_date(value).ok()?;
            Some(date.duration_since(now).unwrap_or_default())
        })
    });
    retry_after.or_else(|| text("x-ratelimit-reset").and_then(|value| until_reset(value, now)))
}

/// Seconds, with or without a fraction.
fn seconds(text: &str) -> Option<Duration> {
    // A float would also read `inf`, `1e9` and `-0`.
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds = text.parse().ok().filter(|_| plain)?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn until_reset(text: &str, now: SystemTime) -> Option<Duration> {
    /// 2001 in seconds since 1970: no service asks for a wait of thirty years.
    const UNIX_SECONDS: f64 = 1e9;
    /// 2001 in milliseconds since 1970, or the year 33658 in seconds.
    const UNIX_MILLISECONDS: f64 = 1e12;
    let value = seconds(text)?;
    let since_1970 = match value.as_secs_f64() {
        ms if ms >= UNIX_MILLISECONDS => value / 1_000,
        s if s >= UNIX_SECONDS => value,
        _ => return Some(value),
    };
    let now = now.duration_since(UNIX_EPOCH).ok()?;
    Some(since_1970.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-02-09 11:38:41 UTC.
    const NOW: u64 = 1_739_101_121;

    #[test]
    fn reads_what_services_send() {
        type Case<'c> = (&'c [(&'c str, &'c str)], Option<u64>);
        let cases: &[Case<'_>] = &[
            (&[], None),
            (&[("retry-after", "7")], Some(7_000)),
            (&[("retry-after", " 1.5 ")], Some(1_500)),
            (&[("retry-after", "0")], Some(0)),
            (&[("retry-after", "Sun, 09 Feb 2025 11:38:51 GMT")], Some(10_000)),
            (&[("retry-after", "Sunday, 09-Feb-25 11:38:51 GMT")], Some(10_000)),
            (&[("retry-after", "Sun, 09 Feb 2025 11:00:00 GMT")], Some(0)),
            // The service's clock counts: it is an hour behind this machine's.
            (
                &[
                    ("retry-after", "Sun, 09 Feb 2025 10:38:51 GMT"),
                    ("date", "Sun, 09 Feb 2025 10:38:41 GMT"),
                ],
                Some(10_000),
            ),
            (&[("retry-after", "soon")], None),
            (&[("retry-after", "-3")], None),
            (&[("retry-after", "inf")], None),
            (&[("retry-after", "1e5")], None),
            (&[("retry-after", "99999999999999999999999999")], None),
            (&[("x-ratelimit-reset", "1739101131000")], Some(10_000)),
            (&[("x-ratelimit-reset", "1739101131")], Some(10_000)),
            (&[("x-ratelimit-reset", "1739101000")], Some(0)),
            (&[("x-ratelimit-reset", "12")], Some(12_000)),
            (&[("x-ratelimit-reset", "later")], None),
            (&[("retry-after", "3"), ("x-ratelimit-reset", "12")], Some(3_000)),
            (&[("retry-after", "soon"), ("x-ratelimit-reset", "12")], Some(12_000)),
        ];
        for (sent, expected) in cases {
            let headers: HeaderMap = sent
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
                .collect::<Vec<(reqwest::header::HeaderName, reqwest::header::HeaderValue)>>()
                .into_iter()
                .collect();
            let now = UNIX_EPOCH + Duration::from_secs(NOW);
            let wait = asked_wait(&headers, now).map(|wait| wait.as_millis() as u64);
            assert_eq!(wait, *expected, "{sent:?}");
        }
    }
}
