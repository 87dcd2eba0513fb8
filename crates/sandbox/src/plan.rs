//! Which request meets which fault.

use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Deserialize;

use crate::config::RandomBy;
use crate::fault::{Fault, Scope};

/// A kind of request, counted for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Chat completions.
    Chat,
    /// Other requests to the chat API: models, key, credits, generation.
    Info,
    /// All JSON-RPC calls.
    Rpc,
    /// Calls of `createQueryRun`.
    Create,
    /// Calls of `getQueryRun`.
    Poll,
    /// Calls of `getQueryRunResults`.
    Results,
    /// Query runs that were made.
    Run,
}

impl Target {
    const ALL: [Self; 7] =
        [Self::Chat, Self::Info, Self::Rpc, Self::Create, Self::Poll, Self::Results, Self::Run];

    fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Info => "info",
            Self::Rpc => "rpc",
            Self::Create => "create",
            Self::Poll => "poll",
            Self::Results => "results",
            Self::Run => "run",
        }
    }

    fn admits(self, scope: Scope) -> bool {
        match scope {
            Scope::Http => self != Self::Run,
            Scope::Chat => self == Self::Chat,
            Scope::Rpc => !matches!(self, Self::Run | Self::Chat | Self::Info),
            Scope::Run => self == Self::Run,
        }
    }

    fn is_default(self, scope: Scope) -> bool {
        match scope {
            Scope::Http => matches!(self, Self::Chat | Self::Rpc),
            Scope::Chat => self == Self::Chat,
            Scope::Rpc => self == Self::Rpc,
            Scope::Run => self == Self::Run,
        }
    }
}

/// When a fault happens. Written `[target/]fault`, followed by `:share` or `#requests`:
///
/// | rule | meaning |
/// |---|---|
/// | `429:0.1` | a tenth of the chat completions and of the JSON-RPC calls, by the seed |
/// | `chat/reset#3` | the third chat completion |
/// | `502#1+4-6+9-` | requests 1, 4 to 6, and all from 9 on |
/// | `results/503` | every call of `getQueryRunResults` |
///
/// Targets are `chat`, `info`, `rpc`, `create`, `poll`, `results` and `run`; without one, a fault
/// befalls chat completions and JSON-RPC calls as far as it can, each counted for themselves.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Rule {
    fault: Fault,
    target: Option<Target>,
    when: When,
}

#[derive(Clone, Debug, PartialEq)]
enum When {
    Share(f64),
    /// First and last request, counted from 1.
    Requests(Vec<(u64, u64)>),
}

impl Rule {
    /// Reads rules separated by commas.
    ///
    /// # Errors
    /// If one of them is no rule.
    pub fn list(text: &str) -> Result<Vec<Self>, RuleError> {
        text.split(',').map(str::trim).filter(|rule| !rule.is_empty()).map(str::parse).collect()
    }

    fn is_for(&self, target: Target) -> bool {
        self.target.map_or_else(|| target.is_default(self.fault.scope()), |own| own == target)
    }
}

/// A text that is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{rule}`: {problem}")]
pub struct RuleError {
    rule: String,
    problem: String,
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(rule: &str) -> Result<Self, RuleError> {
        let fail = |problem: String| RuleError { rule: rule.to_owned(), problem };
        let (target, rest) = match rule.split_once('/') {
            None => (None, rule),
            Some((name, rest)) => {
                let target = Target::ALL.into_iter().find(|target| target.name() == name);
                let target = target.ok_or_else(|| {
                    let known = Target::ALL.map(Target::name).join(", ");
                    fail(format!("`{name}` is no kind of request; there are {known}"))
                })?;
                (Some(target), rest)
            }
        };
        let (name, when) = if let Some((name, share)) = rest.split_once(':') {
            let share = share.parse().ok().filter(|share| (0.0..=1.0).contains(share));
            let share = share.ok_or_else(|| fail("a share is a number from 0 to 1".to_owned()))?;
            (name, When::Share(share))
        } else if let Some((name, requests)) = rest.split_once('#') {
            let ranges: Option<Vec<_>> = requests.split('+').map(range).collect();
            let ranges = ranges.ok_or_else(|| {
                fail("requests are written like 3, 2-5 or 7-, joined by +".to_owned())
            })?;
            (name, When::Requests(ranges))
        } else {
            (rest, When::Requests(vec![(1, u64::MAX)]))
        };
        let fault: Fault =
            name.parse().map_err(|()| fail(format!("there is no fault named `{name}`")))?;
        if let Some(target) = target.filter(|target| !target.admits(fault.scope())) {
            return Err(fail(format!("`{name}` cannot befall {} requests", target.name())));
        }
        Ok(Self { fault, target, when })
    }
}

impl TryFrom<String> for Rule {
    type Error = RuleError;

    fn try_from(text: String) -> Result<Self, RuleError> {
        text.parse()
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(target) = self.target {
            write!(f, "{}/", target.name())?;
        }
        write!(f, "{}", self.fault)?;
        match &self.when {
            When::Share(share) => write!(f, ":{share}"),
            When::Requests(ranges) => {
                for (index, (first, last)) in ranges.iter().enumerate() {
                    f.write_str(if index == 0 { "#" } else { "+" })?;
                    match (first, last) {
                        (first, &u64::MAX) => write!(f, "{first}-")?,
                        (first, last) if first == last => write!(f, "{first}")?,
                        (first, last) => write!(f, "{first}-{last}")?,
                    }
                }
                Ok(())
            }
        }
    }
}

fn range(text: &str) -> Option<(u64, u64)> {
    let (first, last) = match text.split_once('-') {
        None => (text.parse().ok()?, text.parse().ok()?),
        Some((first, "")) => (first.parse().ok()?, u64::MAX),
        Some((first, last)) => (first.parse().ok()?, last.parse().ok()?),
    };
    (1 <= first && first <= last).then_some((first, last))
}

/// Deals out the faults.
pub(crate) struct Plan {
    seed: u64,
    by: RandomBy,
    rules: Vec<Rule>,
    counts: [AtomicU64; Target::ALL.len()],
}

impl Plan {
    pub(crate) fn new(seed: u64, by: RandomBy, rules: Vec<Rule>) -> Self {
        Self { seed, by, rules, counts: std::array::from_fn(|_| AtomicU64::new(0)) }
    }

    /// Starts counting anew.
    pub(crate) fn reset(&self) {
        for count in &self.counts {
            count.store(0, Ordering::Relaxed);
        }
    }

    /// The fault of a request that is of all these kinds, if it has one.
    ///
    /// `content` identifies what the request says, and `attempt` how often it was said before: with
    /// [`RandomBy::Content`] chance depends on them in place of the order of arrival.
    pub(crate) fn fate(&self, targets: &[Target], content: u64, attempt: u64) -> Option<Fault> {
        let mut scripted = None;
        let mut drawn = None;
        for &target in targets {
            let number = self.counts[target as usize].fetch_add(1, Ordering::Relaxed) + 1;
            let draw = match self.by {
                RandomBy::Order => draw(self.seed, target, number, 0),
                RandomBy::Content => draw(self.seed, target, content, attempt),
            };
            let mut sum = 0.0;
            for rule in self.rules.iter().filter(|rule| rule.is_for(target)) {
                match &rule.when {
                    When::Requests(ranges) => {
                        let hit = ranges.iter().any(|(from, to)| (*from..=*to).contains(&number));
                        if hit && scripted.is_none() {
                            scripted = Some(rule.fault);
                        }
                    }
                    When::Share(share) => {
                        let hit = (sum..sum + share).contains(&draw);
                        sum += share;
                        if hit && drawn.is_none() {
                            drawn = Some(rule.fault);
                        }
                    }
                }
            }
        }
        // What was written down goes before chance.
        scripted.or(drawn)
    }
}

/// A number from 0 to below 1.
fn draw(seed: u64, target: Target, a: u64, b: u64) -> f64 {
    // With fixed keys, the standard hasher gives the same in every process.
    let mut hasher = DefaultHasher::new();
    (seed, target.name(), a, b).hash(&mut hasher);
    (hasher.finish() >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(rules: &str) -> Plan {
        Plan::new(7, RandomBy::Order, Rule::list(rules).unwrap())
    }

    fn fates(plan: &Plan, target: Target, count: usize) -> Vec<Option<Fault>> {
        (0..count).map(|_| plan.fate(&[target], 0, 0)).collect()
    }

    #[test]
    fn rules_read_back() {
        for rule in ["429:0.1", "chat/reset#3", "502#1+4-6+9-", "run/fails#2", "results/503#1-"] {
            assert_eq!(rule.parse::<Rule>().unwrap().to_string(), rule);
        }
        assert_eq!("reset".parse::<Rule>().unwrap().to_string(), "reset#1-");
    }

    #[test]
    fn what_is_no_rule_says_why() {
        let check = |rule: &str, expect: &str| {
            assert_eq!(
                rule.parse::<Rule>().unwrap_err().to_string(),
                format!("`{rule}`: {expect}")
            );
        };
        check("430", "there is no fault named `430`");
        check(
            "post/429",
            "`post` is no kind of request; there are chat, info, rpc, create, poll, results, run",
        );
        check("429:2", "a share is a number from 0 to 1");
        check("429#0", "requests are written like 3, 2-5 or 7-, joined by +");
        check("429#5-2", "requests are written like 3, 2-5 or 7-, joined by +");
        check("chat/fails", "`fails` cannot befall chat requests");
        check("run/429", "`429` cannot befall run requests");
    }

    #[test]
    fn a_script_hits_the_requests_it_names() {
        let plan = plan("502#1+3-4, chat/eof#2, info/500#1");
        let bad = Some(Fault::Status502);
        assert_eq!(fates(&plan, Target::Chat, 5), [bad, Some(Fault::Eof), bad, bad, None]);
        assert_eq!(fates(&plan, Target::Rpc, 3), [bad, None, bad]);
        assert_eq!(fates(&plan, Target::Info, 2), [Some(Fault::Status500), None]);
        plan.reset();
        assert_eq!(fates(&plan, Target::Chat, 1), [bad]);
    }

    #[test]
    fn shares_are_kept_and_repeat_with_the_seed() {
        let rules = "429:0.25,reset:0.5";
        let first = fates(&plan(rules), Target::Chat, 4000);
        assert_eq!(first, fates(&plan(rules), Target::Chat, 4000));
        let share = |fault| first.iter().filter(|f| **f == fault).count() as f64 / 4000.0;
        assert!((share(Some(Fault::Status429)) - 0.25).abs() < 0.03);
        assert!((share(Some(Fault::Reset)) - 0.5).abs() < 0.03);
        let other = Plan::new(8, RandomBy::Order, Rule::list(rules).unwrap());
        assert_ne!(first, fates(&other, Target::Chat, 4000));
    }

    #[test]
    fn by_content_the_order_of_arrival_is_without_effect() {
        let rules = Rule::list("500:0.5").unwrap();
        let fates = |order: &[u64]| {
            let plan = Plan::new(1, RandomBy::Content, rules.clone());
            let mut fates: Vec<_> =
                order.iter().map(|c| (*c, plan.fate(&[Target::Chat], *c, 0))).collect();
            fates.sort_by_key(|(content, _)| *content);
            fates
        };
        let forward: Vec<u64> = (0..64).collect();
        let backward: Vec<u64> = (0..64).rev().collect();
        assert_eq!(fates(&forward), fates(&backward));
    }
}
