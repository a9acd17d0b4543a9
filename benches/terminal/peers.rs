//! Programs to compare with: the least that a terminal program can do, and the least with ratatui.

use std::io::{self, Read, Write};

use crossterm::{
    event::{Event, KeyCode, KeyModifiers, read},
    terminal::{disable_raw_mode, enable_raw_mode},
};
use ratatui::{
    Terminal,
    backend::CrosstermBackend,
    widgets::{Block, Paragraph, Wrap},
};

/// Set to the name of a peer, this bench is that.
pub(crate) const VARIABLE: &str = "GREENPAPER_BENCH_PEER";

/// Runs one until it is sent Ctrl-C.
pub(crate) fn run(name: &str) {
    enable_raw_mode().unwrap();
    match name {
        "floor" => floor(),
        _ => bare_ratatui(),
    }
    disable_raw_mode().unwrap();
}

/// Reads a byte, writes a byte.
fn floor() {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    output.write_all(b"floor ready\r\n").unwrap();
    output.flush().unwrap();
    let mut byte = [0];
    while input.read_exact(&mut byte).is_ok() && byte != [3] {
        output.write_all(&byte).unwrap();
        output.flush().unwrap();
    }
}

/// Draws the text that was typed, as ratatui's examples do.
fn bare_ratatui() {
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout())).unwrap();
    let mut text = String::new();
    loop {
        let block = Block::bordered().title("ratatui ready");
        let paragraph = Paragraph::new(text.as_str()).wrap(Wrap { trim: false }).block(block);
        terminal.draw(|frame| frame.render_widget(paragraph, frame.area())).unwrap();
        match read().unwrap() {
            Event::Key(key) if key.modifiers.contains(KeyModifiers::CONTROL) => return,
            Event::Key(key) => {
                if let KeyCode::Char(letter) = key.code {
                    text.push(letter);
                }
            }
            _ => {}
        }
    }
}
