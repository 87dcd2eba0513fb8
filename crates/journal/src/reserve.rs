//! Room on the disk for the answers in flight.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;

/// Room that is given up when the disk is full, so that the answers that are paid and on their way
/// still find a place.
#[derive(Debug)]
pub(crate) struct Reserve {
    path: PathBuf,
    is_held: bool,
}

impl Reserve {
    /// Takes so much room; less, or none, if there is not enough: then the disk is nearly full
    /// already, and the first write will tell.
    pub(crate) fn hold(path: PathBuf, bytes: u64) -> Self {
        let is_held = bytes > 0 && fill(&path, bytes).is_ok();
        if !is_held {
            let _ = fs::remove_file(&path);
        }
        Self { path, is_held }
    }

    /// Gives the room back; `true` if there was any.
    pub(crate) fn release(&mut self) -> bool {
        std::mem::take(&mut self.is_held) && fs::remove_file(&self.path).is_ok()
    }
}

impl Drop for Reserve {
    fn drop(&mut self) {
        self.release();
    }
}

/// Zeros would be holes on some file systems, and repeated bytes are compressed away on others, so
/// the file is filled with numbers.
fn fill(path: &std::path::Path, bytes: u64) -> io::Result<()> {
    let mut file = File::create(path)?;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut block = Vec::with_capacity(1 << 16);
    let mut left = bytes;
    while left > 0 {
        block.clear();
        while block.len() < 1 << 16 {
            // Xorshift, https://www.jstatsoft.org/article/view/v008i14
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            block.extend_from_slice(&state.to_le_bytes());
        }
        let size = left.min(block.len() as u64);
        file.write_all(&block[..size as usize])?;
        left -= size;
    }
    file.sync_all()
}
