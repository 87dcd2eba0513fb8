//! Server-sent events, as far as chat completions use them: the data of each event.

/// Cuts a stream of bytes into events, wherever the network cuts the bytes.
///
/// After <https://html.spec.whatwg.org/multipage/server-sent-events.html>: lines end with `\n`,
/// `\r\n` or `\r`, comments and unknown fields are passed over, the `data` lines of an event are
/// joined with `\n`.
#[derive(Debug, Default)]
pub(crate) struct Events {
    line: Vec<u8>,
    /// The last byte was a `\r`, so a `\n` that follows ends no second line.
    after_return: bool,
    /// The data lines of the event so far.
    data: Option<String>,
}

impl Events {
    /// Takes bytes and returns the data of the events that they complete.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut events = Vec::new();
        for byte in bytes {
            let second_half = *byte == b'\n' && self.after_return;
            self.after_return = *byte == b'\r';
            match byte {
                b'\n' if second_half => {}
                b'\n' | b'\r' => events.extend(self.end_line()),
                _ => self.line.push(*byte),
            }
        }
        events
    }

    /// Ends the stream. The last event counts also without the blank line that should follow it:
    /// some servers forget that.
    pub(crate) fn end(mut self) -> Option<String> {
        self.end_line().or(self.data)
    }

    /// Ends a line; returns the event that it ends.
    fn end_line(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.data.take();
        }
        let line = String::from_utf8_lossy(&line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        if field == "data" {
            let value = value.strip_prefix(' ').unwrap_or(value);
            match &mut self.data {
                Some(data) => data.extend(["\n", value]),
                None => self.data = Some(value.to_owned()),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(stream: &[u8], size: usize) -> Vec<String> {
        let mut parser = Events::default();
        let mut events: Vec<_> = stream.chunks(size).flat_map(|chunk| parser.push(chunk)).collect();
        events.extend(parser.end());
        events
    }

    #[test]
    fn reads_what_servers_send() {
        for (stream, expected) in [
            ("", &[][..]),
            ("data: a\n\ndata: b\n\n", &["a", "b"]),
            ("data: a\r\n\r\ndata: b\r\n\r\n", &["a", "b"]),
            ("data: a\r\rdata: b\r\r", &["a", "b"]),
            ("data:a\n\n", &["a"]),
            ("data:  a \n\n", &[" a "]),
            ("data: a\ndata: b\n\n", &["a\nb"]),
            ("data\ndata\n\n", &["\n"]),
            ("\n\n\ndata: a\n\n\n\n", &["a"]),
            (": OPENROUTER PROCESSING\n\ndata: a\n\n: x\n\n", &["a"]),
            ("data: a\n: in between\ndata: b\n\n", &["a\nb"]),
            ("event: m\nid: 1\nretry: 3\ndata: a\n\n", &["a"]),
            ("id: 1\n\n: x\n\ndata: a\n\n", &["a"]),
            ("datax: a\nxdata: b\n\n", &[]),
            ("data: größer 漢字\n\n", &["größer 漢字"]),
            ("data: no end", &["no end"]),
            ("data: no blank line\n", &["no blank line"]),
        ] {
            for size in 1..=stream.len().max(1) {
                let found = events(stream.as_bytes(), size);
                assert_eq!(found, expected, "{stream:?} in pieces of {size}");
            }
        }
    }
}
