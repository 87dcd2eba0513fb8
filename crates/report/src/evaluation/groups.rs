//! The parts in which answers are looked at: task kinds, chains, models.

use indexmap::IndexSet;

/// What a part is called whose name is not known.
pub(crate) const UNKNOWN: &str = "(unknown)";
/// What answers belong to that are in none of the parts that have a name.
pub(crate) const OTHERS: &str = "(others)";
/// The most parts of one sort: a file that names another model in each line must not fill memory.
pub(crate) const MOST: usize = 100;
/// The most characters of a part's name.
const LONGEST: usize = 200;

/// The names of the parts of one sort, in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(IndexSet<String>);

impl Names {
    /// The place of a name; a new one gets the next, as long as there are not too many.
    pub(crate) fn place(&mut self, name: Option<&str>) -> u32 {
        let name = name.map_or(UNKNOWN, |name| cut(name.trim()));
        let name = if name.is_empty() { UNKNOWN } else { name };
        let known = self.0.get_index_of(name);
        let place = known.unwrap_or_else(|| {
            let name = if self.0.len() < MOST { name } else { OTHERS };
            self.0.insert_full(name.to_owned()).0
        });
        place as u32
    }

    pub(crate) fn name(&self, place: u32) -> &str {
        self.0.get_index(place as usize).map_or(UNKNOWN, String::as_str)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &String> {
        self.0.iter()
    }
}

fn cut(name: &str) -> &str {
    name.char_indices().nth(LONGEST).map_or(name, |(end, _)| &name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_end_become_others() {
        let mut names = Names::default();
        for number in 0..10_000 {
            names.place(Some(&format!("model-{number}")));
        }
        assert_eq!(names.iter().count(), MOST + 1);
        let place = names.place(Some("one more"));
        assert_eq!(names.name(place), OTHERS);
        let place = names.place(Some("model-3"));
        assert_eq!(names.name(place), "model-3");
    }

    #[test]
    fn what_has_no_name_is_unknown_and_long_names_are_cut() {
        let mut names = Names::default();
        let unknown = names.place(None);
        assert_eq!((names.place(Some("  ")), names.name(unknown)), (unknown, UNKNOWN));
        let long = names.place(Some(&"é".repeat(1_000)));
        assert_eq!(names.name(long).chars().count(), LONGEST);
    }
}
