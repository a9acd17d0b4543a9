//! Texts that are put aside in files until it is known where they go, so that memory holds few of
//! them at a time.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write},
    path::PathBuf,
};

use tempfile::TempDir;

/// How much of a text is held in memory before it goes to its file.
const HELD: usize = 1 << 16;

/// Texts by number, each of which is only ever added to.
#[derive(Debug)]
pub struct Spill {
    folder: TempDir,
    held: BTreeMap<usize, Vec<u8>>,
}

impl Spill {
    /// Begins with no texts.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn new() -> io::Result<Self> {
        Ok(Self { folder: tempfile::tempdir()?, held: BTreeMap::new() })
    }

    /// Adds to a text.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn add(&mut self, number: usize, text: &str) -> io::Result<()> {
        let path = self.path(number);
        let held = self.held.entry(number).or_default();
        held.extend(text.as_bytes());
        if held.len() > HELD {
            File::options().create(true).append(true).open(path)?.write_all(held)?;
            held.clear();
        }
        Ok(())
    }

    /// Writes a text out.
    ///
    /// # Errors
    /// When it cannot be read back or written.
    pub fn copy(&self, number: usize, out: &mut impl Write) -> io::Result<()> {
        let path = self.path(number);
        if path.exists() {
            io::copy(&mut fs::File::open(path)?, out)?;
        }
        out.write_all(self.held.get(&number).map(Vec::as_slice).unwrap_or_default())
    }

    fn path(&self, number: usize) -> PathBuf {
        self.folder.path().join(number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_whole_and_apart() {
        let mut spill = Spill::new().unwrap();
        let line = "x".repeat(1000);
        for place in 0..200 {
            spill.add(place % 2, &format!("{place} {line}\n")).unwrap();
        }
        let mut even = Vec::new();
        spill.copy(0, &mut even).unwrap();
        let firsts: Vec<String> = String::from_utf8(even)
            .unwrap()
            .lines()
            .map(|line| line.split(' ').next().unwrap().to_owned())
            .collect();
        assert_eq!(firsts, (0..200).step_by(2).map(|place| place.to_string()).collect::<Vec<_>>());
        assert!(spill.held.values().all(|held| held.len() <= HELD));
        spill.copy(7, &mut Vec::new()).unwrap();
    }
}
