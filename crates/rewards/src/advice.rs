//! The recommendations of an answer: which way each goes, and whether it names a risk.

use std::ops::Range;

use crate::assess::Context;
use crate::lexicon::{Classes, stem};
use crate::parse::{NumberUnit, Span};
use crate::rewards::investment_insight::groups;
use crate::words::Word;

/// A recommendation with what it says to do with a holding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Advice {
    pub(crate) span: Span,
    pub(crate) direction: Option<Direction>,
}

/// What a recommendation says to do with a holding, without a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Direction {
    buys: bool,
    /// The network or coin that it names first.
    of: Option<u64>,
}

impl Direction {
    fn opposes(self, other: Self) -> bool {
        self.buys != other.buys && (self.of.is_none() || other.of.is_none() || self.of == other.of)
    }
}

/// Finds the recommendations, if the task asks for any.
pub(crate) fn find(context: &Context<'_>) -> Vec<Advice> {
    if !context.facts.recommendations {
        return Vec::new();
    }
    let advice = |span| Advice { span, direction: direction(context, span) };
    groups(context).into_iter().map(advice).collect()
}

/// Whether another recommendation says the opposite.
pub(crate) fn is_opposed(advice: &Advice, all: &[Advice]) -> bool {
    let opposes =
        |own: Direction| all.iter().filter_map(|it| it.direction).any(|it| it.opposes(own));
    advice.direction.is_some_and(opposes)
}

const BUYS: [u64; 4] = [stem(b"buy"), stem(b"accumulate"), stem(b"buying"), stem(b"accumulating")];
const SELLS: [u64; 5] =
    [stem(b"sell"), stem(b"exit"), stem(b"divest"), stem(b"liquidate"), stem(b"selling")];
/// Words that buy and sell if a holding follows them.
const RAISES: [u64; 5] =
    [stem(b"increase"), stem(b"add"), stem(b"raise"), stem(b"build"), stem(b"overweight")];
const LOWERS: [u64; 7] = [
    stem(b"reduce"),
    stem(b"trim"),
    stem(b"cut"),
    stem(b"decrease"),
    stem(b"unwind"),
    stem(b"lower"),
    stem(b"underweight"),
];
const HOLDINGS: [u64; 9] = [
    stem(b"position"),
    stem(b"exposure"),
    stem(b"holding"),
    stem(b"stake"),
    stem(b"allocation"),
    stem(b"everything"),
    stem(b"all"),
    stem(b"weight"),
    stem(b"coin"),
];
const CONDITIONS: [u64; 12] = [
    stem(b"if"),
    stem(b"when"),
    stem(b"once"),
    stem(b"unless"),
    stem(b"below"),
    stem(b"above"),
    stem(b"under"),
    stem(b"over"),
    stem(b"after"),
    stem(b"while"),
    stem(b"call"),
    stem(b"put"),
];
/// What follows gives a reason, and lends the action no condition.
const REASONS: [u64; 4] = [stem(b"because"), stem(b"as"), stem(b"since"), stem(b"given")];
/// "Exit levels" and "sell orders" are things to set, and sell nothing by themselves.
const THINGS: [u64; 4] = [stem(b"level"), stem(b"levels"), stem(b"order"), stem(b"orders")];
/// A part that is sold and bought back is a plan.
const PARTS: [u64; 13] = [
    stem(b"back"),
    stem(b"half"),
    stem(b"third"),
    stem(b"quarter"),
    stem(b"fifth"),
    stem(b"tenth"),
    stem(b"part"),
    stem(b"some"),
    stem(b"tranche"),
    stem(b"partially"),
    stem(b"step"),
    stem(b"slightly"),
    stem(b"little"),
];
/// Words in which an action comes to its condition.
const REACH: usize = 16;

/// "Buy within 30 days" and "Sell within 30 days" cannot both be meant; "sell below 1,100,000" and
/// "buy above 1,300,000" can, and so can "sell a third" and "buy it back".
fn direction(context: &Context<'_>, group: Span) -> Option<Direction> {
    let words = context.words.within(group);
    let acts = |it: &Word| {
        [&BUYS[..], &SELLS, &RAISES, &LOWERS].iter().any(|list| list.contains(&it.stem))
    };
    let place = words.iter().take(4).position(acts)?;
    let before = &words[..place];
    let end = words[place..].iter().take(REACH).position(|it| REASONS.contains(&it.stem));
    let words = &words[place..(place + end.unwrap_or(REACH)).min(words.len())];
    let first = words.first()?.stem;
    let plain = BUYS.contains(&first) || SELLS.contains(&first);
    let held = words.iter().skip(1).take(4).any(|it| HOLDINGS.contains(&it.stem));
    if !plain && !held || words.get(1).is_some_and(|it| THINGS.contains(&it.stem)) {
        return None;
    }
    // "Traders: buy" and "Holders: sell" are advice to different people.
    let to_some = before.iter().any(|it| {
        it.classes.any(Classes::ACTOR)
            && it.stem != const { stem(b"we") }
            && it.stem != const { stem(b"investor") }
    });
    let span = Span { start: words[0].span.start, end: words[words.len() - 1].span.end };
    let of_a_part = words.iter().any(|it| PARTS.contains(&it.stem))
        || context.numbers_in(span).any(|(_, it)| it.unit == NumberUnit::Percent);
    if to_some || of_a_part || words.iter().any(|it| CONDITIONS.contains(&it.stem)) {
        return None;
    }
    let named = |it: &&Word| it.classes.any(Classes::NETWORK) && !it.classes.any(Classes::CITED);
    let of = words.iter().find(named).map(|it| it.stem);
    // "Do not buy", "buy nothing"
    let denied = before
        .iter()
        .chain(words.get(1))
        .any(|it| it.classes.any(Classes::NEGATION) || it.stem == const { stem(b"nothing") });
    let buys = BUYS.contains(&first) || RAISES.contains(&first);
    Some(Direction { buys: buys != denied, of })
}

/// Words that say nothing of a risk: "things may turn out in another way".
const GENERIC: [u64; 22] = [
    stem(b"risk"),
    stem(b"thing"),
    stem(b"way"),
    stem(b"turn"),
    stem(b"out"),
    stem(b"happen"),
    stem(b"go"),
    stem(b"change"),
    stem(b"different"),
    stem(b"other"),
    stem(b"another"),
    stem(b"figure"),
    stem(b"same"),
    stem(b"nothing"),
    stem(b"none"),
    stem(b"something"),
    stem(b"anything"),
    stem(b"everything"),
    stem(b"seem"),
    stem(b"always"),
    stem(b"way"),
    stem(b"case"),
];
/// "Risk: none", "the risk is nothing"
const DENIALS: [u64; 4] = [stem(b"none"), stem(b"nothing"), stem(b"no"), stem(b"nil")];

/// Whether a recommendation names a risk and says what it is: "Risk: soup" and "there is no risk"
/// do not.
pub(crate) fn names_a_risk(context: &Context<'_>, range: Range<usize>) -> bool {
    let sentences = &context.answer.sentences;
    let words = &context.words.all()[range.clone()];
    context.words.notable(range.clone(), Classes::RISK).any(|at| {
        let at = at - range.start;
        let word = &words[at];
        // "Cap", "limit" and "stop" at the beginning are what to do.
        if word.classes.any(Classes::CITED) || at < 2 {
            return false;
        }
        let index = sentences.partition_point(|it| it.span.end <= word.span.start);
        let Some(sentence) = sentences.get(index).map(|it| it.span) else { return false };
        let last = words[at..].iter().take_while(|it| it.span.start < sentence.end).last();
        let denied = words[at - 1].classes.any(Classes::NEGATION)
            || last.is_some_and(|it| DENIALS.contains(&it.stem));
        if denied {
            return false;
        }
        let says = |it: &&Word| {
            let is_figure = it.classes.any(Classes::NUMERIC | Classes::CITED);
            is_figure || !it.classes.any(Classes::FUNCTION) && !GENERIC.contains(&it.stem)
        };
        let around = context.words.within(sentence);
        let said = around.iter().filter(|it| it.span != word.span).filter(says);
        let (mut all, mut known) = (0, 0);
        for it in said {
            all += 1;
            known += usize::from(it.classes != Classes::NONE);
        }
        let names_itself = word.stem != const { stem(b"risk") };
        all >= 2 || known >= 1 || names_itself && all >= 1
    })
}
