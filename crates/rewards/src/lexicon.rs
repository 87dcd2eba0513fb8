//! The words that the rewards understand, each with the classes it belongs to.
//!
//! Every list stands here, in one place, so that one look-up a word answers all questions that
//! any reward asks about it. Plurals are folded, so a list names the singular.

use std::ops::{BitOr, BitOrAssign};

use crate::dictionary;
use crate::grammar::Part;

pub use crate::stem::stem;

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Classes(u64);

impl Classes {
    /// No class.
    pub const NONE: Self = Self(0);
    /// Something an investor does: "accumulate", "hedge".
    pub const ACTION: Self = Self(1);
    /// Something an investor does, if it stands where an imperative stands: "set", "keep".
    pub const SOFT_ACTION: Self = Self(1 << 1);
    /// A unit of time: "day", "week".
    pub const TIME: Self = Self(1 << 2);
    /// Points into the future: "next", "within".
    pub const NEXT: Self = Self(1 << 3);
    /// Speaks of a risk: "downside", "stop".
    pub const RISK: Self = Self(1 << 4);
    /// Makes what follows conditional: "if", "would".
    pub const CONDITION: Self = Self(1 << 5);
    /// Names a level to be watched: "threshold", "support".
    pub const THRESHOLD: Self = Self(1 << 6);
    /// Points to earlier days: "previous", "ago".
    pub const PAST: Self = Self(1 << 7);
    /// A statistic over days: "average", "median".
    pub const MEAN: Self = Self(1 << 8);
    /// A measure of spread: "deviation", "error".
    pub const SPREAD: Self = Self(1 << 9);
    /// Speaks of what is to come: "projected", "forecast".
    pub const PROJECTION: Self = Self(1 << 10);
    /// Speaks of a change: "rose", "growth".
    pub const CHANGE: Self = Self(1 << 11);
    /// Speaks of a change upwards, or of more.
    pub const UP: Self = Self(1 << 12);
    /// Speaks of a change downwards, or of less.
    pub const DOWN: Self = Self(1 << 13);
    /// An extreme of a period: "peak", "minimum".
    pub const EXTREME: Self = Self(1 << 14);
    /// Links a name to its value: "is", "reached", "of".
    pub const LINK: Self = Self(1 << 15);
    /// Says that a value is not exact: "about".
    pub const APPROXIMATE: Self = Self(1 << 16);
    /// "over", "exceeding": the value is more than the number.
    pub const OVER: Self = Self(1 << 17);
    /// "under", "below": the value is less than the number.
    pub const UNDER: Self = Self(1 << 18);
    /// A function word: what prose is full of and lists of keywords are not.
    pub const FUNCTION: Self = Self(1 << 19);
    /// What instructions say: "calculate", "provide".
    pub const INSTRUCTION: Self = Self(1 << 20);
    /// Compares: "compared", "versus", "since".
    pub const COMPARISON: Self = Self(1 << 21);
    /// The name of a network or token.
    pub const NETWORK: Self = Self(1 << 22);
    /// A number, or a word with digits in it.
    pub const NUMERIC: Self = Self(1 << 23);
    /// Stands inside a `[citation]`.
    pub const CITED: Self = Self(1 << 24);
    /// "per", "by", "over": the word between the parts of a quotient.
    pub const PER: Self = Self(1 << 25);
    /// Speaks of an interval: "interval", "confidence", "bound".
    pub const INTERVAL: Self = Self(1 << 26);
    /// A finite verb or auxiliary, by which sentences are told from lists of nouns.
    pub const VERB: Self = Self(1 << 27);
    /// "should", "recommend": introduces advice.
    pub const ADVICE: Self = Self(1 << 28);
    /// Names a quotient, share or multiple: "ratio", "times".
    pub const RATIO: Self = Self(1 << 29);
    /// Denies: "not", "no", "without".
    pub const NEGATION: Self = Self(1 << 30);
    /// Says that the value is today's: "today", "current".
    pub const TODAY: Self = Self(1 << 31);
    /// A person or market that acts: "investors", "we".
    pub const ACTOR: Self = Self(1 << 32);
    /// A part of a whole: "failed", "of which".
    pub const PART: Self = Self(1 << 33);
    /// Words of finance and markets, that alone say nothing.
    pub const FINANCE: Self = Self(1 << 34);
    /// Parts a number from a citation behind it: "and", "to", "while".
    pub const PARTING: Self = Self(1 << 36);
    /// Says that a value is one to wait for or to plan with: "trigger", "capacity".
    pub const AWAITED: Self = Self(1 << 35);
    /// Names a function: what follows is computed from the metric.
    pub const FUNCTIONAL: Self = Self(1 << 37);
    /// Stands in the titles of sections that advise.
    pub const ADVISORY: Self = Self(1 << 38);
    /// A number said in words.
    pub const SAID_NUMBER: Self = Self(1 << 39);
    /// Addresses the reader: "you".
    pub const ADDRESS: Self = Self(1 << 42);
    /// A unit: "ETH", "gwei", "dollars".
    pub const MEASURE: Self = Self(1 << 44);
    /// Sets a value against another: "versus", "compared".
    pub const AGAINST: Self = Self(1 << 45);
    /// Demands: "must", "format".
    pub const DEMAND: Self = Self(1 << 43);

    /// Whether this set and the other have a class in common.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Belongs to the subject: markets, chains, statistics.
    pub const SUBJECT: Self = Self(1 << 40);
    /// Fits any subject, and says nothing of one: "thing", "shows".
    pub const GENERIC: Self = Self(1 << 41);

    /// Names a period: "since", "window".
    pub const NAMED_PERIOD: Self = Self(1 << 46);

    /// "from", before the first of two figures.
    pub const FROM: Self = Self(1 << 47);
    /// "not" and "never".
    pub const NOT: Self = Self(1 << 48);
    /// "that", before what is said to be so, or not to be.
    pub const THAT: Self = Self(1 << 49);

    /// "tomorrow", which is a horizon by itself.
    pub const SOON: Self = Self(1 << 50);

    /// Classes by which rules find the words that they begin at, and which say nothing else.
    const MARKS: Self =
        Self::NAMED_PERIOD.and(Self::FROM).and(Self::NOT).and(Self::THAT).and(Self::SOON);

    /// The classes of the words that rules begin at. Their places are listed, so that a rule comes
    /// to them without a look at the words between.
    pub(crate) const NOTABLE: Self = Self::MARKS
        .and(Self::PAST)
        .and(Self::MEAN)
        .and(Self::EXTREME)
        .and(Self::TIME)
        .and(Self::NETWORK)
        .and(Self::ACTION)
        .and(Self::SOFT_ACTION)
        .and(Self::ADVICE)
        .and(Self::RISK);

    /// The lowest of the bits that hold the part of a function word.
    const PART_BITS: u32 = 56;

    /// The part that a function word plays, as a class.
    pub(crate) const fn of_part(part: Part) -> Self {
        Self((part as u64) << Self::PART_BITS)
    }

    /// The part that a function word plays; 0 for other words.
    #[inline]
    pub(crate) const fn part(self) -> usize {
        (self.0 >> Self::PART_BITS) as usize
    }

    /// Those of the classes that are in another set too.
    #[inline]
    pub(crate) const fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// A bit for each class.
    #[inline]
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    /// Whether this set has all classes of the other.
    pub(crate) const fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What a word means beside what it is about, and beside the part it plays in a sentence.
    pub(crate) const fn meaning(self) -> Self {
        let silent = Self::SUBJECT.and(Self::GENERIC).and(Self::MARKS);
        Self(self.0 & ((1 << Self::PART_BITS) - 1) & !silent.0)
    }

    /// Returns the union of two sets, where operators are not allowed.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Classes {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

pub(crate) const LISTS: &[(Classes, &str)] = &[
    (
        Classes::ACTION,
        "buy sell accumulate hedge rebalance trim diversify overweight underweight deploy stake \
         rotate allocate exit sells buys reallocate liquidate deleverage unwind invest divest \
         short accumulating hedging buying selling trimming allocating rebalancing staking \
         scale position entry allocation",
    ),
    (
        Classes::SOFT_ACTION,
        "reduce increase hold avoid add set keep place maintain wait limit shift move open close \
         tighten cap size enter take cut raise lower favor favour prefer consider watch monitor \
         track delay postpone review batch use treat stay lighten build split put provide retain \
         defer commit start stop lock pause expand stagger restrict sit target write roll leave \
         ladder reserve require route schedule time run check recheck test prioritise prioritize \
         plan choose integrate adopt migrate build pick switch launch pilot fund offer focus negotiate \
         subsidise subsidize sponsor onboard develop select secure provision upgrade expect combine \
         settle transact send pay",
    ),
    (
        Classes::TIME,
        "day week month quarter year hour weekend session fortnight trading-day daily weekly \
         monthly overnight intraday term",
    ),
    (
        Classes::NEXT,
        "next within coming upcoming until through following ahead tomorrow horizon over for by \
         during after near-term short-term medium-term long-term term before",
    ),
    (
        Classes::RISK,
        "risk downside stop stop-loss stoploss loss lose drawdown invalidate invalidated \
         invalidation invalidates adverse crash reverse reversal reverses fail fails failure \
         failing danger threat worst liquidation breach breached breaches caution cautious \
         uncertainty uncertain volatile slippage tail exposure congestion wrong mistaken outage \
         overestimate underestimate noise noisy unreliable weakness hurt cost cap limit protect \
         protects protection vulnerable vulnerability squeeze whipsaw",
    ),
    (
        Classes::CONDITION,
        "if unless when once whether would could might may should assuming suppose supposing \
         until provided hypothetical scenario otherwise must can whenever let assume assumed assumption",
    ),
    (
        Classes::THRESHOLD,
        "threshold target floor ceiling trigger limit support resistance break breaks cross \
         crosses exceed exceeds above below under beyond least cap stop hurdle watermark cutoff \
         falls drops rises climbs stays holds returns recovers reclaims level",
    ),
    (
        Classes::PAST,
        "previous prior earlier ago yesterday last former preceding historical before past \
         formerly then opening initial initially previously start started began begin",
    ),
    (
        Classes::MEAN,
        "average mean median avg typical baseline normal usual smoothed moving cumulative sum \
         combined aggregate overall weekly monthly together both trend ordinary averaged averages \
         averaging expected",
    ),
    (
        Classes::SPREAD,
        "deviation variance volatility sigma error std sd stdev spread z-score zscore z score \
         quantile half-width width margin dispersion",
    ),
    (
        Classes::PROJECTION,
        "projected projection project forecast expected estimate estimated predict predicted \
         prediction extrapolate extrapolated future anticipated upcoming tomorrow will \
         projecting point-estimate",
    ),
    (
        Classes::CHANGE,
        "rose fell grew increased decreased declined dropped gained lost climbed jumped surged \
         slipped change changed growth rise drop decline increase decrease gain loss difference \
         gap delta up down more fewer less higher lower added shed improved soared plunged tumbled \
         slid expanded contracted shrank shrunk swing swung moved rising falling growing \
         shrinking declining increasing decreasing dropping gaining losing rises falls drops grows \
         return returned retreated rebounded rebound recovered advance advanced dip dipped \
         eased widened narrowed doubled halved tripled percent pct contraction expansion fallen \
         risen grown sank sunk crept inched edged slumped rallied spiked dwindled receded subsided \
         plummeted ballooned swelled cooled softened slowed faded",
    ),
    (
        Classes::UP,
        "rose grew increased gained climbed jumped surged growth rise increase gain up more \
         higher added improved soared expanded rising growing increasing gaining grows above \
         exceeds greater larger advance advanced rebounded rebound recovered doubled tripled \
         faster stronger expansion risen grown rallied spiked ballooned swelled",
    ),
    (
        Classes::DOWN,
        "fell decreased declined dropped lost slipped drop decline decrease loss down fewer less \
         lower shed plunged tumbled slid contracted shrank shrunk falling shrinking declining \
         decreasing dropping losing falls drops below drawdown dip dipped retreated eased halved \
         smaller slower weaker fall contraction negative under deficit short shortfall fallen \
         sank sunk slumped dwindled receded subsided plummeted cooled softened slowed faded",
    ),
    (
        Classes::EXTREME,
        "high low peak trough maximum minimum max min top bottom record highest lowest upper \
         lower bound range largest smallest",
    ),
    (
        Classes::LINK,
        "is was were are at of stood stands reached total totaled totalled amounted to came in \
         recorded equals equal with hit hits reads read registered posted showed shows being value \
         figure currently today exactly just the a an its as on day has have had saw namely only \
         current latest measured processed handled settled moved paid sits sat observed count \
         counts counted reported logged logs carried used spent active so far which there \
         produced served confirmed it where part about approximately roughly around nearly almost \
         some circa itself now metric printed ran runs turn also too likewise further meanwhile for data \
         table row list lists listed stated says record source puts shown given reading lies lay numbered \
         amounts comes holds held hovers hovered rests ended ends finished finishes closed settled settles tallies \
         tallied clocked clocks landed lands measures out works quoted adds booked books counting \
         notes noted remained remains standing sitting reaching totalling totaling running hovering \
         equalling equaling amounting measuring coming lying holding still",
    ),
    (
        Classes::APPROXIMATE,
        "about approximately roughly around circa nearly almost some approx close",
    ),
    (
        Classes::OVER,
        "over above exceeding exceeds exceeded more least surpassing surpassed topping topped \
         beyond north",
    ),
    (Classes::UNDER, "under below fewer less most shy south"),
    (
        Classes::FUNCTION,
        "the a an of and to in is was were are that this it its for on with as at by from than \
         but or not be been has have had which so we i they their our there if then while when \
         because since after before into over between would could should may might can will do \
         does did these those such both each no only also more most about against per under \
         up down out what how why where who whose yet still even however therefore thus though \
         although because whereas any all one two",
    ),
    (
        Classes::VERB,
        "is was were are be been has have had do does did will would could should may might can \
         rose fell grew increased decreased declined dropped gained lost climbed jumped shows show \
         suggests suggest means mean gives give implies imply remains remain stands stood reached \
         sits sat indicates indicate reflects reflect supports support makes made keeps kept holds \
         held buy sell accumulate hedge reduce increase add set keep avoid trim wait hold rebalance \
         compare compares compared divide dividing multiply multiplying take taking use using \
         yields yield equals equal leaves leave say says tells tell points point paid pay came amounts amounted \
         settled ended finished remained tallied clocked landed standing sitting reaching totalling totaling \
         amounting \
         comes come moved moves move need needs let see consider watch monitor limit exit enter \
         stay treat place cut expect expects allocate check",
    ),
    (
        Classes::INSTRUCTION,
        "calculate provide analyze analyse include cite must required require ensure format \
         explain show identify answer instruction write give your you please requirement task \
         following state compute derive determine describe section question guideline respond \
         list use do not analyzing",
    ),
    (
        Classes::COMPARISON,
        "compared versus vs against relative from since than compare comparing comparison \
         compares between dwarfs beats outpaces outnumbers trails lags leads",
    ),
    (
        Classes::NETWORK,
        "bitcoin ethereum near solana polygon arbitrum optimism avalanche base bsc aptos sui \
         cardano tron flow aurora axelar cosmos osmosis terra btc eth sol ltc xrp litecoin ripple \
         dogecoin doge bnb matic avax dot polkadot uniswap aave lido",
    ),
    (
        Classes::AWAITED,
        "trigger tripwire alert alarm condition stop watch monitor target invalidation signal guard \
         checkpoint support resistance scenario case bull bear capacity slip slide goal objective \
         expect expects expecting plan planning profit exit entry headroom quota budget prepare \
         preparing aim aiming await awaiting want wanted need needed scaled compounded \
         downside upside worst best stress var implies move bounce rally pullback",
    ),
    (Classes::PER, "per by over divided each every"),
    (Classes::INTERVAL, "interval confidence bound ci margin band prediction range"),
    (
        Classes::ADVICE,
        "should recommend recommended recommendation recommends suggest suggests advise advised \
         advisable ought action strategy strategic prudent sensible worth must",
    ),
    (Classes::RATIO, "ratio share times fold multiple proportion fraction per quotient"),
    (Classes::NEGATION, "not no without never nor neither"),
    (Classes::TODAY, "today current currently now latest actual observed"),
    (
        Classes::ACTOR,
        "investor trader we holder user operator treasury desk fund portfolio i you manager \
         participant developer business buyer seller",
    ),
    (
        Classes::PART,
        "failed failing failure successful successfully succeeded succeed unsuccessful receiver \
         sender new returning remaining other half third part additional extra another excess surplus \
         residual missing absent blank \
         implied",
    ),
    (
        Classes::FINANCE,
        "bullish bearish momentum liquidity investment investor growth risk portfolio strategy \
         strategic hedge volatility market crypto blockchain defi yield opportunity opportunities \
         trend adoption network analysis fundamental technical sentiment outlook",
    ),
    (
        Classes::PARTING,
        "and or to from by against while but plus minus times into on for if when of than with \
         although because whereas where so then",
    ),
    (Classes::FUNCTIONAL, "ln log sqrt exp delta sum square root cumulative annualized annualised"),
    (
        Classes::ADVISORY,
        "recommendation insight strategy strategic action actionable advice implication investment \
         plan decision conclusion",
    ),
    (
        Classes::SAID_NUMBER,
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
    ),
    (Classes::ADDRESS, "you your"),
    (Classes::AGAINST, "versus vs against compared relative"),
    (
        Classes::MEASURE,
        "eth btc ltc xrp sol bnb matic avax gwei wei sat satoshi gas tgas usd dollar second minute \
         hour day week month byte point",
    ),
    (Classes::NAMED_PERIOD, "since window history"),
    (Classes::FROM, "from"),
    (Classes::NOT, "not never"),
    (Classes::THAT, "that"),
    (Classes::SOON, "tomorrow"),
    (Classes::DEMAND, "must requirement format cite provide"),
];

/// The known words with their classes.
///
/// They stand in a table that the compiler builds, together with the words that the parser knows:
/// see the module `dictionary`.
#[derive(Clone, Debug, Default)]
pub struct Lexicon;

impl Lexicon {
    /// Returns the lexicon.
    pub fn new() -> Self {
        Self
    }

    /// Returns the classes of a word by its stem.
    #[inline]
    pub fn classes(&self, stem: u64) -> Classes {
        dictionary::find(stem).classes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_words() {
        let lexicon = Lexicon::new();
        assert!(lexicon.classes(stem(b"Hedging")).any(Classes::ACTION));
        assert!(lexicon.classes(stem(b"fell")).any(Classes::DOWN));
        assert_eq!(lexicon.classes(stem(b"zebra")), Classes::NONE);
        for (classes, words) in LISTS {
            for word in words.split_ascii_whitespace() {
                assert!(lexicon.classes(stem(word.as_bytes())).any(*classes), "{word}");
            }
        }
    }

    #[test]
    fn marks_make_no_word_a_known_one() {
        for (classes, words) in LISTS.iter().filter(|it| Classes::MARKS.has_all(it.0)) {
            for word in words.split_ascii_whitespace() {
                let found = Lexicon::new().classes(stem(word.as_bytes()));
                assert_ne!(found.only(Classes::MARKS), found, "{word} {classes:?}");
            }
        }
    }
}
