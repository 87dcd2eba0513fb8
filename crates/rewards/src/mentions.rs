//! Where an answer names or cites something of its task.

use crate::facts::Unit;
use crate::lexicon::{Classes, stem};
use crate::names::{NameKind, Names, is_verb_of_price};
use crate::parse::{Answer, Span};
use crate::words::{Word, Words};

/// A place where the answer names something of the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words, or the citation with its brackets.
    pub span: Span,
    /// Index into [`Names::all`]; `None` for a citation of something that the task does not have.
    pub name: Option<usize>,
    /// Whether it is a `[citation]`.
    pub cited: bool,
    /// Whether the words can mean nothing else; a citation always is.
    pub strong: bool,
    /// Whether they mean this metric of the network spoken of.
    pub clear: bool,
    /// Index into `answer.citations`, for a citation.
    pub citation: Option<usize>,
    /// How many words name it outside of a citation.
    pub(crate) words: usize,
}

/// How many citations are kept to spare looking them up again.
const MOST_KNOWN: usize = 16;

/// Names of networks and tokens that are words too.
const ORDINARY: [u64; 12] = [
    stem(b"near"),
    stem(b"base"),
    stem(b"flow"),
    stem(b"optimism"),
    stem(b"avalanche"),
    stem(b"terra"),
    stem(b"cosmos"),
    stem(b"dot"),
    stem(b"link"),
    stem(b"ripple"),
    stem(b"tron"),
    stem(b"sol"),
];

/// Finds all mentions, in order.
pub fn find(answer: &Answer<'_>, words: &Words, names: &Names) -> Vec<Mention> {
    let list = words.all();
    let mut mentions = Vec::with_capacity(answer.citations.len() * 2 + 8);
    let mut citations = answer.citations.iter().enumerate().peekable();
    let mut subject: Option<(usize, usize)> = None;
    let mut at = 0;
    // The same names are cited again and again.
    let mut known: Vec<(&str, Option<usize>)> = Vec::with_capacity(MOST_KNOWN);
    let mut cite = |mentions: &mut Vec<Mention>, index: usize, subject: Option<(usize, usize)>| {
        let citation = &answer.citations[index];
        let name = known.iter().find(|it| it.0 == &*citation.name).map(|it| it.1);
        let name = name.unwrap_or_else(|| {
            let name = names.cited(&citation.name);
            if known.len() < MOST_KNOWN {
                known.push((&citation.name, name));
            }
            name
        });
        let shared = if name.is_none() { names.cited_of_several(&citation.name) } else { None };
        let meant = shared.map(|it| {
            let behind = list.partition_point(|it| it.span.start < citation.span.end);
            of_whom(list, behind, names, it, citation.span, subject)
        });
        mentions.push(Mention {
            span: citation.span,
            name: meant.map_or(name, |it| Some(it.0)),
            cited: true,
            strong: shared.is_none(),
            clear: meant.is_none_or(|it| it.1),
            citation: Some(index),
            words: 0,
        });
    };
    let may_begin = |it: &Word| names.may_begin(it.stem) && !it.classes.any(Classes::CITED);
    while let Some(skipped) = list[at..].iter().position(may_begin) {
        at += skipped;
        let word = &list[at];
        while let Some((index, citation)) = citations.peek()
            && citation.span.start <= word.span.start
        {
            let index = *index;
            citations.next();
            cite(&mut mentions, index, subject);
        }
        // No name goes on in the citation behind it.
        let limit = citations.peek().map_or(usize::MAX, |it| it.1.span.start);
        let rest = &list[at..];
        let name_in = |most: usize| {
            let stem = |it: &Word| (it.span.start < limit).then_some(it.stem);
            names.at(|place| rest.get(place).filter(|_| place < most).and_then(stem))
        };
        let span_of =
            |length: usize| Span { start: word.span.start, end: list[at + length - 1].span.end };
        // Words of one name stand on one line, with nothing but spaces, hyphens and underscores
        // between them: in "| Ethereum |" above "| Daily transactions |" the first is a name.
        let found = name_in(usize::MAX).and_then(|found| {
            if is_joined(answer.slice(span_of(found.length))) {
                return Some(found);
            }
            let joined =
                (1..found.length).take_while(|it| is_joined(answer.slice(span_of(*it)))).count();
            name_in(joined)
        });
        let Some(found) = found else {
            at += 1;
            continue;
        };
        let span = span_of(found.length);
        if is_verb_of_price(word.stem) && !follows_what_is_traded(list, at) {
            at += found.length;
            continue;
        }
        // "Its 7-day average [daily_txns]": the words say what is cited.
        let measured = !found.strong
            && citations.peek().is_some_and(|it| {
                it.1.span.start <= span.end + 1 && names.cited(&it.1.name) != Some(found.name)
            })
            && is_measure(list, at + found.length);
        if measured {
            at += found.length;
            continue;
        }
        let mut name = found.name;
        let is_subject = names.get(name).kind == NameKind::Subject;
        // "near" is a word; the network has a capital. "bitcoin" is none.
        if is_subject
            && ORDINARY.contains(&word.stem)
            && !answer.slice(span).starts_with(|it: char| it.is_uppercase())
            && !is_label(answer.text, span)
        {
            at += 1;
            continue;
        }
        let mut resolved = !found.shared;
        if is_subject {
            subject = Some((name, span.end));
        } else if found.shared {
            (name, resolved) = of_whom(list, at + found.length, names, name, span, subject);
        }
        let counted = !found.strong
            && names.get(name).unit == Unit::Count
            && is_counted(list, at, found.length);
        // "the 30-day mean of volume" is another's.
        let clear = found.clear && (found.strong || !is_of_other(list, at + found.length));
        let whole =
            is_whole_name(names, name, answer.slice(span)) && is_plain(answer.text, list, at);
        mentions.push(Mention {
            span,
            name: Some(name),
            cited: false,
            strong: (found.strong || counted) && !found.shared,
            clear: (clear || counted || whole) && resolved,
            citation: None,
            words: found.length,
        });
        at += found.length;
    }
    for (index, _) in citations {
        cite(&mut mentions, index, subject);
    }
    mentions
}

/// How far before a metric its network may be named, in bytes.
const SUBJECT_REACH: usize = 120;

/// Whether a word stands as the label of what follows: `; near [daily_txns] = …`, "near: …".
fn is_label(text: &str, span: Span) -> bool {
    let marks = ['*', '`', ' ', '-', '•'];
    let before = text[..span.start].trim_end_matches(marks);
    let after = text[span.end..].trim_start_matches(['*', '`', ' ']);
    (before.is_empty() || before.ends_with(['\n', ';', '|', ':']))
        && after.starts_with(['[', ':', '|'])
}

/// Whose metric is meant by a name that several subjects share, and whether the text says so:
/// "daily transactions" are those of the network named last, if any.
///
/// `behind` is the first word behind the name, `last` the subject named last and where that ended.
fn of_whom(
    list: &[Word],
    behind: usize,
    names: &Names,
    name: usize,
    span: Span,
    last: Option<(usize, usize)>,
) -> (usize, bool) {
    // "daily transactions on Ethereum" goes before what was named earlier.
    let follows = subject_behind(list, behind, names);
    let meant = names.sibling(name, follows.or(last.map(|it| it.0)));
    let near =
        follows.is_some() || last.is_some_and(|it| span.start.saturating_sub(it.1) < SUBJECT_REACH);
    (meant.unwrap_or(name), meant.is_some() && near)
}

/// The subject that the words behind a metric's name give it: "of Ethereum", "on bitcoin".
fn subject_behind(list: &[Word], at: usize, names: &Names) -> Option<usize> {
    let [of, owner, ..] = list.get(at..)? else { return None };
    let leads = [const { stem(b"of") }, const { stem(b"on") }, const { stem(b"for") }];
    if !leads.contains(&of.stem) {
        return None;
    }
    let found = names.at(|it| (it == 0).then_some(owner.stem))?;
    (names.get(found.name).kind == NameKind::Subject).then_some(found.name)
}

/// Whether the words around a short name make it the count of the day: "number of users",
/// "transaction count".
fn is_counted(list: &[Word], at: usize, length: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|it| list[it].stem);
    let of = before(1) == Some(const { stem(b"of") });
    let number = [const { stem(b"number") }, const { stem(b"count") }];
    of && before(2).is_some_and(|it| number.contains(&it))
        || list.get(at + length).is_some_and(|it| it.stem == const { stem(b"count") })
}

/// Whether a verb that names a price is said of what is traded: "LTC closed at", not "the trade is closed at".
fn follows_what_is_traded(list: &[Word], at: usize) -> bool {
    const TRADED: [u64; 9] = [
        stem(b"it"),
        stem(b"and"),
        stem(b"price"),
        stem(b"coin"),
        stem(b"token"),
        stem(b"market"),
        stem(b"session"),
        stem(b"day"),
        stem(b"which"),
    ];
    at.checked_sub(1).is_some_and(|before| {
        list[before].classes.any(Classes::NETWORK) || TRADED.contains(&list[before].stem)
    })
}

/// Whether the word before a place is "mean" or the like.
fn is_measure(list: &[Word], behind: usize) -> bool {
    const MEASURES: [u64; 3] = [stem(b"mean"), stem(b"average"), stem(b"deviation")];
    behind.checked_sub(1).is_some_and(|it| MEASURES.contains(&list[it].stem))
}

/// Whether a mean or deviation goes on with what it is of, which is not part of the name.
fn is_of_other(list: &[Word], behind: usize) -> bool {
    is_measure(list, behind)
        && matches!(list.get(behind..), Some([of, what, ..])
            if of.stem == const { stem(b"of") } && !what.classes.any(Classes::NUMERIC))
}

/// Whether a word is all of a metric's name and long enough to mean nothing else: "volatility".
fn is_whole_name(names: &Names, name: usize, word: &str) -> bool {
    word.len() >= 8 && names.get(name).name.eq_ignore_ascii_case(word)
}

/// Whether no adjective or noun before a word makes something else of it: "annualised volatility".
fn is_plain(text: &str, list: &[Word], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| {
        let it = &list[before];
        let gap = &text[it.span.end..list[at].span.start.max(it.span.end)];
        // "this coin's volatility"
        let owned = gap.trim_end().ends_with(['s', 'S']) && gap.starts_with(['\'', '’']);
        owned
            || gap.contains('\n')
            || it.classes.any(Classes::FUNCTION | Classes::TODAY)
                && !it.classes.any(Classes::COMPARISON | Classes::AGAINST | Classes::NUMERIC)
            || it.stem == const { stem(b"daily") }
    })
}

/// The marks that may part words.
const MAY_PART: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = b".\n,;:|()=";
    while let [mark, others @ ..] = rest {
        table[*mark as usize] = true;
        rest = others;
    }
    table
};

fn is_joined(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, it)| {
        // `near.daily_txns` is one name; a full stop has a space behind it.
        !MAY_PART[usize::from(*it)]
            || *it == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::TaskFacts;
    use crate::lexicon::Lexicon;

    #[test]
    fn finds_names_in_prose() {
        let mut facts = TaskFacts::default();
        facts.subjects.push("near".into());
        facts.metrics.insert("daily_txns".into(), 1.0);
        facts.metrics.insert("unique_users".into(), 1.0);
        let names = Names::of(&facts, &Lexicon::new());
        let text = "NEAR saw daily transactions near the mean; Unique Users fell.";
        let answer = Answer { text, ..Answer::default() };
        let words = Words::read(&answer, &Lexicon::new());
        let found: Vec<&str> =
            find(&answer, &words, &names).iter().map(|it| answer.slice(it.span)).collect();
        assert_eq!(found, ["NEAR", "daily transactions", "Unique Users"]);
    }
}
