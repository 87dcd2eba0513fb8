//! Interval arithmetic over displayed numbers.
//!
//! A value is known between two bounds; a whole number shown with all its digits is also carried
//! exactly, so that sums and products of counts are compared to the last digit.

/// A value between two bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Value {
    /// The least it can be.
    pub(super) low: f64,
    /// What it is as displayed.
    pub(super) mid: f64,
    /// The most it can be.
    pub(super) high: f64,
    /// Its value where it is whole and known exactly.
    pub(super) exact: Option<i128>,
    /// Whether it is a bare percentage, as in `100 + 5%`.
    pub(super) percent: bool,
}

/// The quotient of two whole numbers where it is whole too.
fn quotient(a: i128, b: i128) -> Option<i128> {
    // Nearly all fit half the width, on which division is much faster.
    if let (Ok(a), Ok(b @ 1..)) = (i64::try_from(a), i64::try_from(b)) {
        let whole = a % b == 0;
        return whole.then(|| i128::from(a / b));
    }
    (b != 0 && a % b == 0).then(|| a / b)
}

impl Value {
    /// A value within `half` of `mid`.
    pub(super) fn around(mid: f64, half: f64, exact: Option<i128>) -> Self {
        Self { low: mid - half, mid, high: mid + half, exact, percent: false }
    }

    fn of(bounds: [f64; 4], mid: f64, exact: Option<i128>) -> Option<Self> {
        if bounds.iter().any(|b| b.is_nan()) || !mid.is_finite() {
            return None;
        }
        let low = bounds.into_iter().min_by(f64::total_cmp)?;
        let high = bounds.into_iter().max_by(f64::total_cmp)?;
        Some(Self { low, mid, high, exact, percent: false })
    }

    fn exactly(self, other: Self, op: fn(i128, i128) -> Option<i128>) -> Option<i128> {
        op(self.exact?, other.exact?)
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        let exact = self.exactly(other, i128::checked_add);
        let (low, high) = (self.low + other.low, self.high + other.high);
        Self::of([low, low, high, high], self.mid + other.mid, exact)
    }

    pub(super) fn negate(self) -> Self {
        Self {
            low: -self.high,
            mid: -self.mid,
            high: -self.low,
            exact: self.exact.and_then(i128::checked_neg),
            percent: self.percent,
        }
    }

    pub(super) fn multiply(self, other: Self) -> Option<Self> {
        let exact = self.exactly(other, i128::checked_mul);
        let bounds = [
            self.low * other.low,
            self.low * other.high,
            self.high * other.low,
            self.high * other.high,
        ];
        Self::of(bounds, self.mid * other.mid, exact)
    }

    /// Divides; `None` where the divisor may be nothing.
    pub(super) fn divide(self, other: Self) -> Option<Self> {
        if other.low <= 0.0 && other.high >= 0.0 {
            return None;
        }
        let exact = self.exactly(other, quotient);
        let bounds = [
            self.low / other.low,
            self.low / other.high,
            self.high / other.low,
            self.high / other.high,
        ];
        Self::of(bounds, self.mid / other.mid, exact)
    }

    pub(super) fn power(self, other: Self) -> Option<Self> {
        let exact = self.exactly(other, |a, b| a.checked_pow(u32::try_from(b).ok()?));
        let whole = other.low == other.high && libm::floor(other.mid) == other.mid;
        let pow = |a: f64, b: f64| libm::pow(a, b);
        if self.low < 0.0 {
            if !whole {
                return None;
            }
            let (low, high) = (pow(self.low, other.mid), pow(self.high, other.mid));
            let mid = pow(self.mid, other.mid);
            // An even power turns around at nothing.
            let zero = if self.high > 0.0 { 0.0 } else { low };
            return Self::of([low, high, zero, mid], mid, exact);
        }
        let bounds = [
            pow(self.low, other.low),
            pow(self.low, other.high),
            pow(self.high, other.low),
            pow(self.high, other.high),
        ];
        Self::of(bounds, pow(self.mid, other.mid), exact)
    }

    /// Applies a rising function.
    pub(super) fn rising(self, domain: f64, f: fn(f64) -> f64) -> Option<Self> {
        if self.mid < domain {
            return None;
        }
        let low = f(self.low.max(domain));
        let high = f(self.high);
        Self::of([low, low, high, high], f(self.mid), None)
    }

    /// Scales by an exact factor.
    pub(super) fn scale(self, factor: f64) -> Self {
        Self {
            low: self.low * factor,
            mid: self.mid * factor,
            high: self.high * factor,
            exact: self.exact.filter(|_| factor == 1.0),
            percent: self.percent,
        }
    }
}
