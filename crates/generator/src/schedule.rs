//! Which task is asked next, and which answers make the dataset.
//!
//! A dataset of N examples is a row of slots. Slot `j` of `S` has a lane of its own through the
//! plan, the positions `j`, `j + S`, `j + 2 S` and so on, and goes along it until it is filled: a
//! task that yields nothing is replaced by the next of its own lane. So what is asked, and what
//! comes out, does not depend on the order in which answers arrive; a resumed run asks what the
//! undisturbed one would have asked; and since lanes do not touch, any part of the slots can be
//! worked on elsewhere ([`Shard`]). A task is begun only once it is certain to be needed.
//!
//! Only if a lane ends before its slot is filled, the others' unused tasks step in, in rounds, once
//! all slots have come to an end.

use std::collections::{BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

/// One of several disjoint parts of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Shard {
    /// Which part, from 1 on.
    pub index: u32,
    /// How many parts there are.
    pub count: u32,
}

impl Shard {
    /// The whole plan.
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    fn has(self, slot: usize) -> bool {
        slot % self.count.max(1) as usize == self.index.saturating_sub(1) as usize
    }
}

impl Default for Shard {
    fn default() -> Self {
        Self::WHOLE
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// A text is no shard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a shard is written 3/16: the third of sixteen parts")]
pub struct ShardError;

impl std::str::FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let (index, count) = text.split_once('/').ok_or(ShardError)?;
        let shard = Self {
            index: index.trim().parse().map_err(|_| ShardError)?,
            count: count.trim().parse().map_err(|_| ShardError)?,
        };
        if (1..=shard.count).contains(&shard.index) { Ok(shard) } else { Err(ShardError) }
    }
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Ask this task.
    Ask(Ticket),
    /// It depends on tasks that are being asked.
    Wait,
    /// All slots are filled, or nothing is left to fill them.
    Done,
}

/// A task that is asked for a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ticket {
    /// The slot, among those of the shard.
    slot: usize,
    /// The task's place in the plan.
    pub(crate) position: usize,
}

/// What the plan and the settings say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// How many tasks could be asked.
    pub(crate) plan: usize,
    /// How many examples are wanted, of all shards together.
    pub(crate) wanted: usize,
    /// How many answers of a task are kept at most.
    pub(crate) samples: usize,
    /// Which part is worked on.
    pub(crate) shard: Shard,
}

impl Shape {
    /// How many slots there are, of all shards together.
    pub(crate) fn slots(&self) -> usize {
        self.wanted.div_ceil(self.samples.max(1))
    }

    /// How many examples a slot holds; the last one takes what is left.
    fn room(&self, slot: usize) -> usize {
        self.samples.max(1).min(self.wanted - slot * self.samples.max(1))
    }

    /// How many examples are wanted of this shard.
    pub(crate) fn wanted_here(&self) -> usize {
        (0..self.slots()).filter(|slot| self.shard.has(*slot)).map(|slot| self.room(slot)).sum()
    }
}

/// Deals out tasks and keeps what came of them.
#[derive(Debug)]
pub(crate) struct Schedule {
    shape: Shape,
    slots: Vec<Slot>,
    /// The first slot that was never asked for.
    fresh: usize,
    /// Slots that need another task of their lane.
    again: BTreeSet<usize>,
    /// The tasks of a round over unused lanes.
    round: VecDeque<Ticket>,
    working: usize,
    /// How many examples are wanted in all.
    wanted: usize,
    missing: usize,
    /// Tasks that were not dealt out.
    unasked: usize,
    /// The slots before this one have their final answers.
    settled: usize,
}

#[derive(Debug)]
struct Slot {
    /// The next task of its lane.
    next: usize,
    missing: usize,
    is_working: bool,
    kept: Vec<u64>,
}

impl Schedule {
    pub(crate) fn new(shape: Shape) -> Self {
        let slots: Vec<Slot> = (0..shape.slots())
            .filter(|slot| shape.shard.has(*slot))
            .map(|slot| Slot {
                next: slot,
                missing: shape.room(slot),
                is_working: false,
                kept: Vec::new(),
            })
            .collect();
        let lane = |slot: &Slot| (shape.plan.saturating_sub(slot.next)).div_ceil(shape.slots());
        Self {
            shape,
            wanted: slots.iter().map(|slot| slot.missing).sum(),
            missing: slots.iter().map(|slot| slot.missing).sum(),
            unasked: slots.iter().map(lane).sum(),
            slots,
            fresh: 0,
            again: BTreeSet::new(),
            round: VecDeque::new(),
            working: 0,
            settled: 0,
        }
    }

    /// What is to be done next.
    pub(crate) fn next(&mut self) -> Next {
        while let Some(slot) = self.again.pop_first() {
            if let Some(ticket) = self.deal(slot) {
                return Next::Ask(ticket);
            }
        }
        while self.fresh < self.slots.len() {
            self.fresh += 1;
            if let Some(ticket) = self.deal(self.fresh - 1) {
                return Next::Ask(ticket);
            }
        }
        if self.round.is_empty() && self.working == 0 {
            self.begin_round();
        }
        if let Some(ticket) = self.round.pop_front() {
            self.working += 1;
            self.slots[ticket.slot].is_working = true;
            return Next::Ask(ticket);
        }
        if self.working > 0 { Next::Wait } else { Next::Done }
    }

    /// Takes the next task of a slot's lane.
    fn deal(&mut self, slot: usize) -> Option<Ticket> {
        let position = self.take(slot)?;
        self.working += 1;
        self.slots[slot].is_working = true;
        Some(Ticket { slot, position })
    }

    fn take(&mut self, lane: usize) -> Option<usize> {
        let position = self.slots[lane].next;
        if position >= self.shape.plan {
            return None;
        }
        self.slots[lane].next += self.shape.slots();
        self.unasked -= 1;
        Some(position)
    }

    /// Deals the earliest unused tasks of all lanes out to the slots that are not filled.
    fn begin_round(&mut self) {
        let open: Vec<usize> =
            (0..self.slots.len()).filter(|slot| self.slots[*slot].missing > 0).collect();
        if open.is_empty() || self.unasked == 0 {
            return;
        }
        let lanes = self.slots.iter().enumerate().map(|(lane, slot)| (slot.next, lane));
        let mut lanes: BTreeSet<(usize, usize)> = lanes.collect();
        for slot in open {
            let Some((_, lane)) = lanes.pop_first() else { return };
            let Some(position) = self.take(lane) else { return };
            lanes.insert((self.slots[lane].next, lane));
            self.round.push_back(Ticket { slot, position });
        }
    }

    /// Says what came of a task: the attempts with accepted answers, best first.
    pub(crate) fn settle(&mut self, ticket: Ticket, accepted: &[u64]) {
        self.working -= 1;
        let slot = &mut self.slots[ticket.slot];
        slot.is_working = false;
        let kept = accepted.len().min(slot.missing);
        slot.kept.extend(&accepted[..kept]);
        slot.missing -= kept;
        self.missing -= kept;
        if slot.missing > 0 {
            self.again.insert(ticket.slot);
        }
    }

    /// Gives a task back that was not asked: the run ends here.
    pub(crate) fn give_back(&mut self, ticket: Ticket) {
        self.working -= 1;
        self.slots[ticket.slot].is_working = false;
    }

    /// How many examples are wanted in all.
    pub(crate) fn wanted(&self) -> usize {
        self.wanted
    }

    /// How many examples are still wanted.
    pub(crate) fn missing(&self) -> usize {
        self.missing
    }

    /// How many examples there can be at most.
    pub(crate) fn most_possible(&self) -> usize {
        let wanted = self.wanted;
        let samples = self.shape.samples.max(1);
        let round = self.round.len();
        wanted - self.missing + self.missing.min((self.working + self.unasked + round) * samples)
    }

    /// The answers of the next slot that has its final ones, in the order of the slots; `None` if
    /// that is not known yet.
    pub(crate) fn next_settled(&mut self) -> Option<&[u64]> {
        let slot = self.slots.get(self.settled)?;
        if slot.missing > 0 {
            return None;
        }
        self.settled += 1;
        Some(&self.slots[self.settled - 1].kept)
    }

    /// The answers of the slots that [`Schedule::next_settled`] has not told of.
    pub(crate) fn rest(&self) -> impl Iterator<Item = &[u64]> {
        self.slots[self.settled..].iter().map(|slot| slot.kept.as_slice())
    }

    /// The answers of every slot, with its number in the whole plan.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (usize, &[u64])> {
        let (first, step) = (self.shape.shard.index as usize - 1, self.shape.shard.count as usize);
        self.slots
            .iter()
            .enumerate()
            .map(move |(at, slot)| (first + at * step, slot.kept.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Runs a schedule to its end. `yields` says how many answers of a task are accepted, `pick`
    /// which of the tasks being asked ends next. Returns what each slot kept, as positions, and
    /// what was asked.
    fn run(
        shape: Shape,
        at_a_time: usize,
        yields: impl Fn(usize) -> usize,
        mut pick: impl FnMut(usize) -> usize,
    ) -> (Vec<(usize, Vec<u64>)>, BTreeSet<usize>) {
        let mut schedule = Schedule::new(shape);
        let (mut asking, mut asked) = (Vec::new(), BTreeSet::new());
        let mut told: Vec<Vec<u64>> = Vec::new();
        loop {
            let next = if asking.len() < at_a_time { schedule.next() } else { Next::Wait };
            assert!(schedule.most_possible() <= shape.wanted_here());
            match next {
                Next::Ask(ticket) => {
                    assert!(asked.insert(ticket.position), "{} is asked twice", ticket.position);
                    assert!(ticket.position < shape.plan);
                    asking.push(ticket);
                }
                Next::Wait => {
                    let ticket = asking.swap_remove(pick(asking.len()));
                    let accepted = vec![ticket.position as u64; yields(ticket.position)];
                    schedule.settle(ticket, &accepted);
                }
                Next::Done => break,
            }
            while let Some(kept) = schedule.next_settled() {
                told.push(kept.to_vec());
            }
        }
        assert!(asking.is_empty());
        told.extend(schedule.rest().map(<[u64]>::to_vec));
        let slots: Vec<(usize, Vec<u64>)> =
            schedule.slots().map(|(slot, kept)| (slot, kept.to_vec())).collect();
        assert_eq!(told, slots.iter().map(|(_, kept)| kept.clone()).collect::<Vec<_>>());
        let kept: usize = told.iter().map(Vec::len).sum();
        assert_eq!(schedule.missing(), shape.wanted_here() - kept);
        assert_eq!(schedule.most_possible(), kept);
        (slots, asked)
    }

    fn shape(plan: usize, wanted: usize, samples: usize) -> Shape {
        Shape { plan, wanted, samples, shard: Shard::WHOLE }
    }

    fn kept(slots: &[(usize, Vec<u64>)]) -> Vec<Vec<u64>> {
        slots.iter().map(|(_, kept)| kept.clone()).collect()
    }

    #[test]
    fn nothing_is_asked_in_vain() {
        let (slots, asked) = run(shape(100, 5, 1), 3, |_| 1, |_| 0);
        assert_eq!(kept(&slots), [[0], [1], [2], [3], [4]]);
        assert_eq!(asked, (0..5).collect());
    }

    #[test]
    fn what_is_rejected_is_replaced_in_its_own_lane() {
        let (slots, asked) =
            run(shape(100, 4, 1), 9, |it| usize::from(![1, 5, 2].contains(&it)), |_| 0);
        assert_eq!(kept(&slots), [[0], [9], [6], [3]]);
        assert_eq!(asked, [0, 1, 2, 3, 5, 6, 9].into());
    }

    #[test]
    fn unused_tasks_of_other_lanes_step_in_at_the_end() {
        let (slots, asked) = run(shape(7, 4, 1), 2, |it| usize::from(it != 3 && it != 0), |_| 0);
        assert_eq!(kept(&slots), [[4], [1], [2], [5]]);
        assert_eq!(asked, (0..6).collect());
        let (slots, asked) = run(shape(5, 4, 1), 9, |it| usize::from(it == 1), |_| 0);
        assert_eq!(kept(&slots), [vec![], vec![1], vec![], vec![]]);
        assert_eq!(asked, (0..5).collect(), "everything was tried");
    }

    #[test]
    fn several_answers_of_a_task_share_its_slot() {
        // Three slots, of two, two and one; task 0 yields nothing, 1 one answer, 2 two, and so on.
        let (slots, _) = run(shape(100, 5, 2), 2, |it| it % 3, |_| 0);
        // The lane of slot 0 yields nothing, so that the first unused task of another steps in.
        assert_eq!(kept(&slots), [vec![5, 5], vec![1, 4], vec![2]]);
    }

    #[test]
    fn shards_are_written_as_parts() {
        assert_eq!("3/16".parse(), Ok(Shard { index: 3, count: 16 }));
        for wrong in ["", "3", "0/2", "3/2", "1/0", "-1/2", "a/b", "1/2/3"] {
            assert_eq!(wrong.parse::<Shard>(), Err(ShardError), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn the_order_of_answers_changes_nothing(
            plan in 1_usize..120,
            wanted in 1_usize..60,
            samples in 1_usize..4,
            at_a_time in 1_usize..20,
            yields in prop::collection::vec(0_usize..4, 120),
            order in prop::collection::vec(0_usize..1_000, 200),
        ) {
            let wanted = wanted.min(plan);
            let shape = shape(plan, wanted, samples);
            let in_order = run(shape, 1, |it| yields[it], |_| 0);
            let mut order = order.into_iter().cycle();
            let shuffled = run(shape, at_a_time, |it| yields[it], |n| order.next().unwrap() % n);
            prop_assert_eq!(in_order, shuffled);
        }

        #[test]
        fn shards_together_are_the_whole(
            wanted in 1_usize..40,
            samples in 1_usize..3,
            count in 1_u32..7,
            yields in prop::collection::vec(0_usize..3, 40),
        ) {
            // With as many replacements as it takes, no lane ends before its slot is filled.
            let plan = 4_000;
            let yields = |it: usize| if it < 40 { yields[it] } else { 3 };
            let (whole, asked) = run(shape(plan, wanted, samples), 3, yields, |_| 0);
            let (mut slots, mut parts) = (Vec::new(), BTreeSet::new());
            for index in 1..=count {
                let shard = Shard { index, count };
                let part = Shape { shard, ..shape(plan, wanted, samples) };
                let (kept, asked) = run(part, 2, yields, |n| n - 1);
                slots.extend(kept);
                for position in asked {
                    prop_assert!(parts.insert(position), "two shards ask {position}");
                }
            }
            slots.sort();
            prop_assert_eq!(slots, whole);
            prop_assert_eq!(parts, asked);
        }
    }
}
