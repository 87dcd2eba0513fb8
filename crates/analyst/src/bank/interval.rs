//! How an interval is stated, what it rests on and when it would fail.

use crate::pen::Bank;

/// Leads to the statement, which follows on its own line: `est` is the estimate in words and
/// figures.
pub(crate) const LEAD: Bank = &[
    "{Around|About} <est>, {this makes|that makes|the bounds form} {the interval|an interval}:",
    "{Taken together|Put together}, {the bounds around|estimate and margin give, around} <est>:",
    "{The result|The outcome}, {centred on|around} <est>:",
    "{The range to reckon with|What has to be reckoned with}, {given|with} <est> in the middle:",
    "{Stated as asked|In the required form}, around <est>:",
    "{With|From} <est> as {its centre|the centre}, the interval {is|reads}:",
];

/// The statement within a sentence: `stmt`.
pub(crate) const INLINE: Bank = &[
    "{In one line|In short|As a statement}, around <est>: <stmt>.",
    "{The two bounds|The bounds} {make up|form} the <stmt>, around <est>.",
    "{Centred on|Around} <est>, {the answer|the result} is the <stmt>.",
    "{So the|The} <stmt> {holds|has in its middle} <est>.",
    "{This gives the|The outcome is the|What results is the} <stmt>, with <est> {in the middle|as its centre}.",
];

/// What a projection's interval rests on and when it would fail.
pub(crate) const BASIS_PROJECTION: Bank = &[
    "It {rests on|depends on} <m.F_sd> of <v.F_sd> over <v.F_days> known days <p.F_days>, on z = <z> and on half of the distance to the mean fading; it would fail {if a trend goes on|if the level has shifted} or if {the scatter grows|the network becomes more erratic}.",
    "{Its footing|Its basis} is the scatter of <v.F_days> baseline days <p.F_days> and a normal quantile of <z>; should {a trend set in or the scatter widen|the level shift or the scatter grow}, {it would no longer hold|it would fail}.",
    "It {supposes|takes for granted} that days scatter normally by <v.F_sd> <p.F_sd> and that the day comes halfway back to its mean; {a jump, a trend or a holiday|a lasting move away from the mean} {would|could} {carry the value outside|push the value out of it}.",
    "{Behind it stand|It is built from} z = <z>, a standard error of <r.standard_error> and the mean of <v.F_mean> <p.F_mean>; it {fails|would fail} when any of the three {is misleading|misleads}, {the mean first of all|above all when the level has left the mean}.",
];

/// What a price interval rests on and when it would fail.
pub(crate) const BASIS_PRICE: Bank = &[
    "It {rests on|depends on} <m.volatility> of <v.volatility> a day, scaled by the square root of time, and on z = <z>; it would fail {in a crash|in a sudden jump} or if {volatility rises|the market becomes more nervous}.",
    "{Its footing|Its basis} is the daily volatility of <v.volatility> <p.volatility>, taken as constant and normal; {a jump|a shock} or {a trend|a lasting drift} would {carry the price outside|break it}.",
    "It {supposes|takes for granted} independent, normal changes of <v.volatility> a day <p.volatility> and no drift; {should volatility double|if volatility rises sharply}, {the bounds are far too narrow|it would be far too narrow}.",
    "{Behind it stand|It is built from} z = <z>, the close of <v.close_usd> <p.close_usd> and <c.volatility> at <v.volatility>; it {fails|would fail} if {the next days are wilder|the coming days are wilder} than the last fourteen.",
];

/// What the normal range rests on and when it would fail.
pub(crate) const BASIS_RANGE: Bank = &[
    "It {rests on|depends on} <v.F_days> known days <p.F_days> and z = <z>; it would fail {if|where} {days do not scatter normally|the scatter is not normal} or {if the baseline was itself unusual|where the baseline is no guide}.",
    "{Its footing|Its basis} is <m.F_sd> of <v.F_sd> around <v.F_mean> <p.F_mean>; {a trend|a drift} in the series or {an odd day in the baseline|too few days} would {make it wrong|bend it}.",
    "It {supposes|takes for granted} a normal scatter of <v.F_sd> <p.F_sd> around the mean; {with a trend|under a trend} or {with heavy tails|with fat tails} it would {fail|mislead}.",
    "{Behind it stand|It is built from} the mean, the spread and z = <z>; with {a longer baseline|more days} than <v.F_days> <p.F_days> {it might move|the bounds might move}, and {a weekly rhythm|strong weekdays} would {make it fail|undo it}.",
];

/// Says that a count cannot be below zero though the bound is.
pub(crate) const NEGATIVE: Bank = &[
    "{The lower bound is negative, which the quantity cannot be|A negative lower bound cannot occur}: {the normal assumption does not fit here|the scatter is too large for a normal model}.",
    "{Read the negative end as zero|The negative end means zero in practice}; it {shows|is a sign of} {how poorly a normal curve fits|a scatter that no normal curve fits}.",
];
