//! The names of a task, and the words by which prose calls them.

use crate::facts::{TaskFacts, Unit};
use crate::lexicon::{Classes, Lexicon, stem};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A figure of the day.
    Metric,
    /// A column of the history that is no figure of the day.
    History,
    /// An expected calculation.
    Calculation,
    /// A network, token or protocol that the task is about.
    Subject,
}

/// A name of the task.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name as the task spells it.
    pub name: String,
    /// What it stands for.
    pub kind: NameKind,
    /// Its value on the day of the task.
    pub value: Option<f64>,
    /// The unit of its values.
    pub unit: Unit,
    /// The subject that the name begins with, as in `ethereum.daily_txns`.
    pub subject: Option<usize>,
    /// The classes of the words by which it is called.
    pub classes: Classes,
    /// The stems of the words by which it is called.
    words: Vec<u64>,
}

/// A way to write a name.
#[derive(Clone, Debug)]
struct Alias {
    stems: Vec<u64>,
    name: usize,
    /// Whether these words mean this name and nothing else.
    strong: bool,
}

/// All names of a task.
#[derive(Clone, Debug, Default)]
pub struct Names {
    list: Vec<Name>,
    /// Sorted by first stem; of those, the longest first.
    aliases: Vec<Alias>,
    /// One bit for each first stem, so that most words are dismissed at once.
    filter: [u64; 8],
}

/// A name found in a sequence of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Index into [`Names::all`].
    pub name: usize,
    /// The number of words.
    pub length: usize,
    /// Whether the words mean this name and nothing else.
    pub strong: bool,
    /// Whether the same words may mean another name too.
    pub shared: bool,
}

/// Short forms in names of metrics, and the words that prose writes for them.
const SHORT_FORMS: [(u64, &[u64]); 7] = [
    (stem(b"txn"), &[stem(b"transaction")]),
    (stem(b"tx"), &[stem(b"transaction")]),
    (stem(b"avg"), &[stem(b"average")]),
    (stem(b"pct"), &[stem(b"percent")]),
    (stem(b"std"), &[stem(b"standard"), stem(b"deviation")]),
    (stem(b"vol"), &[stem(b"volume")]),
    (stem(b"usd"), &[]),
];

/// Words that a short name may go without, where the rest is a name still.
const LEADING: [u64; 4] = [stem(b"daily"), stem(b"total"), stem(b"unique"), stem(b"24h")];

impl Names {
    /// Collects the names of a task.
    pub fn of(facts: &TaskFacts, lexicon: &Lexicon) -> Self {
        let mut names = Self::default();
        let columns = facts.history.first().map_or(0, |it| it.values.len());
        let most = facts.subjects.len()
            + facts.metrics.len()
            + columns
            + facts.expected_calculations.len();
        names.list.reserve(most);
        names.aliases.reserve(most * 4);
        for subject in &facts.subjects {
            names.add(subject, NameKind::Subject, None, Unit::Unknown);
        }
        let unit = |name: &str| facts.units.get(name).cloned().unwrap_or_default();
        for (name, &value) in &facts.metrics {
            names.add(name, NameKind::Metric, Some(value), unit(name));
        }
        for (index, row) in facts.history.iter().enumerate() {
            // Rows have the same columns as a rule.
            let above = index.checked_sub(1).map(|it| &facts.history[it].values);
            if above.is_some_and(|it| it.keys().eq(row.values.keys())) {
                continue;
            }
            for name in row.values.keys() {
                if names.list.iter().all(|it| it.name != *name) {
                    names.add(name, NameKind::History, None, unit(name));
                }
            }
        }
        for (name, expected) in &facts.expected_calculations {
            if names.list.iter().all(|it| it.name != *name) {
                names.add(name, NameKind::Calculation, Some(expected.value), expected.unit.clone());
            }
        }
        for index in 0..names.list.len() {
            names.find_subject(index);
        }
        for index in 0..names.list.len() {
            names.add_aliases(index, facts);
        }
        for alias in &names.aliases {
            let name = &mut names.list[alias.name];
            for &word in &alias.stems {
                if !name.words.contains(&word) {
                    name.words.push(word);
                    name.classes |= lexicon.classes(word);
                }
            }
        }
        names.aliases.sort_by(|one, other| {
            (one.stems[0], std::cmp::Reverse(one.stems.len()), one.name).cmp(&(
                other.stems[0],
                std::cmp::Reverse(other.stems.len()),
                other.name,
            ))
        });
        for alias in &names.aliases {
            let bit = alias.stems[0] % 512;
            names.filter[bit as usize / 64] |= 1 << (bit % 64);
        }
        names
    }

    fn add(&mut self, name: &str, kind: NameKind, value: Option<f64>, unit: Unit) {
        self.list.push(Name {
            name: name.to_owned(),
            kind,
            value,
            unit,
            subject: None,
            classes: Classes::NONE,
            words: Vec::new(),
        });
    }

    fn find_subject(&mut self, index: usize) {
        let name = &self.list[index];
        if name.kind == NameKind::Subject {
            return;
        }
        let Some((prefix, _)) = name.name.split_once('.') else {
            return;
        };
        let subject = self
            .list
            .iter()
            .position(|it| it.kind == NameKind::Subject && same_subject(&it.name, prefix));
        self.list[index].subject = subject;
    }

    fn add_aliases(&mut self, index: usize, facts: &TaskFacts) {
        let name = self.list[index].name.clone();
        if self.list[index].kind == NameKind::Subject {
            self.add_alias(index, &words_of(&name), true);
            return;
        }
        let label = match self.list[index].kind {
            NameKind::Calculation => {
                facts.expected_calculations.get(&name).map(|it| it.label.as_str())
            }
            _ => facts.labels.get(&name).map(String::as_str),
        };
        let label = label.unwrap_or("");
        let (subject, bare) = match name.split_once('.') {
            Some((subject, bare)) => (words_of(subject), bare.to_owned()),
            None => (Vec::new(), name.clone()),
        };
        let mut ways = vec![words_of(&name), written_out(&name)];
        if !label.is_empty() {
            ways.push(words_of(without_parentheses(label)));
        }
        let mut shorter = Vec::new();
        if !subject.is_empty() {
            shorter.push(words_of(&bare));
            shorter.push(written_out(&bare));
        }
        for way in &ways {
            let rest = way.strip_prefix(subject.as_slice()).unwrap_or(way);
            if let Some(first) = rest.first()
                && rest.len() > 1
                && LEADING.contains(first)
            {
                shorter.push(rest[1..].to_vec());
            }
            if rest.len() < way.len() {
                shorter.push(rest.to_vec());
            }
        }
        for way in &ways {
            // "close" and "high" are words of their own before they are names.
            self.add_alias(index, way, way.len() > 1);
        }
        for way in &shorter {
            self.add_alias(index, way, false);
        }
    }

    fn add_alias(&mut self, name: usize, stems: &[u64], strong: bool) {
        if stems.is_empty() {
            return;
        }
        let known = self.aliases.iter_mut().find(|it| it.name == name && it.stems == stems);
        match known {
            Some(known) => known.strong |= strong,
            None => self.aliases.push(Alias { stems: stems.to_vec(), name, strong }),
        }
    }

    /// All names, subjects first, then metrics, history and calculations in the task's order.
    pub fn all(&self) -> &[Name] {
        &self.list
    }

    /// The name at an index.
    pub fn get(&self, index: usize) -> &Name {
        &self.list[index]
    }

    /// Finds a name exactly as the task spells it.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|it| it.name == name)
    }

    /// Whether a word is one of those by which a name is called.
    pub fn has_word(&self, name: &Name, stem: u64) -> bool {
        name.words.contains(&stem)
    }

    /// Whether a name begins with this word.
    #[inline]
    pub fn may_begin(&self, stem: u64) -> bool {
        let bit = stem % 512;
        self.filter[bit as usize / 64] & (1 << (bit % 64)) != 0
    }

    /// Finds the longest name at the beginning of a sequence of words.
    pub fn at(&self, stems: &(impl Iterator<Item = u64> + Clone)) -> Option<Found> {
        let first = stems.clone().next()?;
        let start = self.aliases.partition_point(|it| it.stems[0] < first);
        let mut found: Option<Found> = None;
        for alias in self.aliases[start..].iter().take_while(|it| it.stems[0] == first) {
            if let Some(found) = &found
                && alias.stems.len() < found.length
            {
                break;
            }
            let mut words = stems.clone();
            if !alias.stems.iter().all(|it| words.next() == Some(*it)) {
                continue;
            }
            match &mut found {
                None => {
                    found = Some(Found {
                        name: alias.name,
                        length: alias.stems.len(),
                        strong: alias.strong,
                        shared: false,
                    });
                }
                // The metric goes before a calculation of the same words.
                Some(found) if alias.strong && !found.strong => {
                    found.name = alias.name;
                    found.strong = true;
                }
                Some(found) => found.shared |= alias.strong == found.strong,
            }
        }
        found
    }

    /// Finds the name that a citation means, forgiving in spelling.
    pub fn cited(&self, citation: &str) -> Option<usize> {
        if let Some(exact) = self.list.iter().position(|it| it.name.eq_ignore_ascii_case(citation))
        {
            return Some(exact);
        }
        let stems = words_of(citation);
        let whole = |stems: &[u64]| {
            self.at(&stems.iter().copied())
                .filter(|it| it.length == stems.len() && !it.shared)
                .map(|it| it.name)
        };
        whole(&stems).or_else(|| whole(&written_out(citation)))
    }
}

/// Whether a prefix of a metric's name means a subject: `ethereum` and `Ethereum`.
fn same_subject(subject: &str, prefix: &str) -> bool {
    words_of(subject) == words_of(prefix)
}

/// The stems of the words of a name or label.
pub fn words_of(text: &str) -> Vec<u64> {
    words_in(text).collect()
}

fn words_in(text: &str) -> impl Iterator<Item = u64> {
    text.split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(|it| stem(it.as_bytes()))
}

/// The stems of a name with its short forms written out: `avg_fee` as "average fee".
pub fn written_out(name: &str) -> Vec<u64> {
    let mut stems = Vec::with_capacity(6);
    for word in words_in(name) {
        match SHORT_FORMS.iter().find(|(short, _)| *short == word) {
            Some((_, long)) => stems.extend_from_slice(long),
            None => stems.push(word),
        }
    }
    stems
}

fn without_parentheses(label: &str) -> &str {
    label.split('(').next().unwrap_or(label).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> TaskFacts {
        let mut facts = TaskFacts::default();
        facts.subjects.push("ethereum".into());
        for name in ["daily_txns", "unique_users", "avg_fee", "close_usd"] {
            facts.metrics.insert(name.into(), 1.0);
        }
        facts.labels.insert("unique_users".into(), "unique users".into());
        facts
    }

    #[test]
    fn citations_forgive_spelling_not_meaning() {
        let names = Names::of(&facts(), &Lexicon::new());
        let name = |citation: &str| names.cited(citation).map(|it| names.get(it).name.clone());
        assert_eq!(name("daily_txns").as_deref(), Some("daily_txns"));
        assert_eq!(name("daily_transactions").as_deref(), Some("daily_txns"));
        assert_eq!(name("Average_Fees").as_deref(), Some("avg_fee"));
        assert_eq!(name("transactions").as_deref(), Some("daily_txns"));
        assert_eq!(name("close").as_deref(), Some("close_usd"));
        assert_eq!(name("active_addresses"), None);
        assert_eq!(name("total_fees"), None);
    }
}
