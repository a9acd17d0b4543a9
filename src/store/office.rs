//! Making PDFs with an office program on this machine.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::disk::in_words;

/// Where LibreOffice is found: first its commands, then the folders of its installers.
pub const LIBRE_OFFICE: [&str; 5] = [
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
];

/// How long a conversion may take. The first one on a slow machine takes half a minute.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Adds tags for screen readers, and everything else that PDF/UA requires.
const FILTER: &str = r#"pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},"PDFUACompliance":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}"#;

/// How often to check whether a conversion has ended.
const PAUSE: Duration = Duration::from_millis(20);

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The program is not installed.
    #[error("a PDF is made with LibreOffice, which is not installed here")]
    NotInstalled,
    /// It ended without making a PDF.
    #[error("LibreOffice made no PDF: {0}")]
    Failed(String),
    /// It did not end in time.
    #[error("LibreOffice made no PDF in {} seconds", .0.as_secs())]
    TimedOut(Duration),
    /// Its files cannot be written or read.
    #[error("cannot make a PDF in the folder for temporary files: {}", in_words(.0))]
    File(#[from] io::Error),
}

/// Makes a tagged PDF of an OpenDocument text, with the first installed program. It runs with its
/// own profile, so it neither waits for an open window nor changes its settings.
///
/// # Errors
/// If none is installed, or it makes no PDF in time.
pub fn pdf_of(
    document: &[u8],
    programs: &[&str],
    patience: Duration,
) -> Result<Vec<u8>, OfficeError> {
    let folder = tempfile::tempdir()?;
    let source = folder.path().join("document.odt");
    fs::write(&source, document)?;
    let said = folder.path().join("said");
    let mut child = start(programs, folder.path(), &source, &said)?;
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if began.elapsed() > patience {
            end(&mut child);
            return Err(OfficeError::TimedOut(patience));
        }
        thread::sleep(PAUSE);
    };
    fs::read(folder.path().join("document.pdf")).map_err(|_| {
        let said = fs::read(said).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let last = said.lines().rev().find(|line| !line.trim().is_empty());
        OfficeError::Failed(last.map_or_else(|| status.to_string(), str::to_owned))
    })
}

fn start(
    programs: &[&str],
    folder: &Path,
    source: &Path,
    said: &Path,
) -> Result<Child, OfficeError> {
    for program in programs {
        let said = fs::File::create(said)?;
        let mut command = Command::new(program);
        command
            .arg(format!("-env:UserInstallation={}", url(&folder.join("profile"))))
            .args(["--headless", "--norestore", "--convert-to", FILTER, "--outdir"])
            .args([folder, source])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said);
        // Child processes are ended too.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        match command.spawn() {
            Ok(child) => return Ok(child),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(OfficeError::Failed(in_words(&error))),
        }
    }
    Err(OfficeError::NotInstalled)
}

/// Ends a program and its child processes.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// A path as a URL.
fn url(path: &Path) -> String {
    let path: PathBuf = path.components().collect();
    let path = path.to_string_lossy().replace('\\', "/");
    let mut url = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'/' | b':' | b'-' | b'.' | b'_' | b'~' => url.push(char::from(byte)),
            letter if letter.is_ascii_alphanumeric() => url.push(char::from(letter)),
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A program that does as a script says.
    fn program(folder: &Path, script: &str) -> String {
        let path = folder.join("office");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.display().to_string()
    }

    #[test]
    fn an_office_that_hangs_is_ended_and_one_that_fails_is_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let hangs = program(folder.path(), "sleep 60 & echo $! > \"$0.pid\"; wait");
        let error = pdf_of(b"", &["/no/office", &hangs], Duration::from_millis(400)).unwrap_err();
        assert!(matches!(error, OfficeError::TimedOut(_)), "{error}");
        let child: i32 =
            fs::read_to_string(format!("{hangs}.pid")).unwrap().trim().parse().unwrap();
        let child = rustix::process::Pid::from_raw(child).unwrap();
        let gone = || {
            let stat = fs::read_to_string(format!("/proc/{}/stat", child.as_raw_nonzero()));
            stat.is_err() || stat.unwrap().contains(") Z ")
        };
        assert!((0..200).any(|_| gone() || {
            thread::sleep(PAUSE);
            false
        }));
        let fails = program(folder.path(), "echo 'no room'; exit 3");
        let error = pdf_of(b"", &[&fails], PATIENCE).unwrap_err();
        assert_eq!(error.to_string(), "LibreOffice made no PDF: no room");
        let error = pdf_of(b"", &["/no/office"], PATIENCE).unwrap_err();
        assert!(matches!(error, OfficeError::NotInstalled));
    }

    #[test]
    fn a_path_with_spaces_and_accents_is_a_url() {
        assert_eq!(url(Path::new("/tmp/Zoë 1/x")), "file:///tmp/Zo%C3%AB%201/x");
    }
}
