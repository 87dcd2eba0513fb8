//! The files in the making that a run leaves behind when it is killed.
//!
//! A program that ends removes them; one that is killed cannot. So their names are noted in the run's
//! folder, and whoever goes on with the run removes them. The names alone would not do: runs that began
//! in the same minute differ in nothing but the number of a process, which machines share.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The list in a run's folder: a path a line, as JSON.
const LIST: &str = "partials";

/// Notes a file in the making. As good as it goes: at worst a hidden file is left behind.
pub(crate) fn note(folder: &Path, partial: &Path) {
    let path = std::path::absolute(partial).unwrap_or_else(|_| partial.to_owned());
    let list = File::options().create(true).append(true).open(folder.join(LIST));
    if let (Ok(mut list), Ok(line)) = (list, serde_json::to_string(&path)) {
        let _ = writeln!(list, "{line}");
    }
}

/// Removes what is noted, and the list. Files that were published or removed have these names no more.
pub(crate) fn sweep(folder: &Path) {
    let list = folder.join(LIST);
    let noted = fs::read_to_string(&list).unwrap_or_default();
    // The last line of a program that was killed may be torn.
    for partial in noted.lines().filter_map(|line| serde_json::from_str::<PathBuf>(line).ok()) {
        if fs::remove_file(&partial).is_ok() {
            tracing::info!(file = %partial.display(), "removed what a killed run had left");
        }
    }
    let _ = fs::remove_file(list);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in [".a.partial", ".b.partial", ".c.partial"] {
            fs::write(path(name), "").unwrap();
        }
        note(folder.path(), &path(".a.partial"));
        note(folder.path(), &path(".gone.partial"));
        note(folder.path(), &path(".b.partial"));
        let mut list = File::options().append(true).open(path(LIST)).unwrap();
        list.write_all(b"\"/torn").unwrap();
        sweep(folder.path());
        let left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        assert_eq!(left, [".c.partial"]);
        sweep(folder.path());
    }
}
