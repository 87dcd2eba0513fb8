//! Server-sent events, as far as chat completions use them: the data of each event.

/// Cuts a stream of bytes into events, wherever the network cuts the bytes.
///
/// After <https://html.spec.whatwg.org/multipage/server-sent-events.html>: lines end with `\n`,
/// `\r\n` or `\r`, comments and unknown fields are passed over, the `data` lines of an event are
/// joined with `\n`.
#[derive(Debug, Default)]
pub(crate) struct Events {
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
    /// The last byte was a `\r`, so a `\n` that follows ends no second line.
    after_return: bool,
    /// The data lines of the event so far.
    data: String,
    has_data: bool,
}

impl Events {
    /// Takes bytes, and hands the data of the events that they complete to `take`.
    pub(crate) fn push(&mut self, mut bytes: &[u8], mut take: impl FnMut(&str)) {
        while let Some(first) = bytes.first() {
            if std::mem::take(&mut self.after_return) && *first == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let Some(end) = memchr::memchr2(b'\n', b'\r', bytes) else {
                self.line.extend_from_slice(bytes);
                return;
            };
            self.after_return = bytes[end] == b'\r';
            if self.line.is_empty() {
                self.end_line(&bytes[..end], &mut take);
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(&bytes[..end]);
                self.end_line(&line, &mut take);
                // Its room serves the next one.
                line.clear();
                self.line = line;
            }
            bytes = &bytes[end + 1..];
        }
    }

    /// Ends the stream. The last event counts also without the blank line that should follow it:
    /// some servers forget that.
    pub(crate) fn end(mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.end_line(&line, &mut |_| {});
        }
        self.has_data.then_some(self.data)
    }

    /// Ends a line, and with it an event if it is blank.
    fn end_line(&mut self, line: &[u8], take: &mut impl FnMut(&str)) {
        if line.is_empty() {
            if std::mem::take(&mut self.has_data) {
                take(&self.data);
                self.data.clear();
            }
            return;
        }
        let (field, value) = match memchr::memchr(b':', line) {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &b""[..]),
        };
        if field != b"data" {
            return;
        }
        if std::mem::replace(&mut self.has_data, true) {
            self.data.push('\n');
        }
        let value = value.strip_prefix(b" ").unwrap_or(value);
        self.data.push_str(&String::from_utf8_lossy(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(stream: &[u8], size: usize) -> Vec<String> {
        let mut parser = Events::default();
        let mut events = Vec::new();
        for chunk in stream.chunks(size) {
            parser.push(chunk, |event| events.push(event.to_owned()));
        }
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
