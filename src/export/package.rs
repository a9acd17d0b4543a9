//! The container of docx and odt: a zip archive. The same parts give the same bytes.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// An archive that is being written.
pub(super) struct Package(ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    /// An empty one.
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a part as it is.
    pub(super) fn store(&mut self, name: &str, content: &str) -> Result<(), ZipError> {
        self.put(name, content, CompressionMethod::Stored)
    }

    /// Adds a part, compressed.
    pub(super) fn add(&mut self, name: &str, content: &str) -> Result<(), ZipError> {
        self.put(name, content, CompressionMethod::Deflated)
    }

    fn put(
        &mut self,
        name: &str,
        content: &str,
        method: CompressionMethod,
    ) -> Result<(), ZipError> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.0.start_file(name, options)?;
        self.0.write_all(content.as_bytes())?;
        Ok(())
    }

    /// The archive.
    pub(super) fn finish(self) -> Result<Vec<u8>, ZipError> {
        Ok(self.0.finish()?.into_inner())
    }
}
