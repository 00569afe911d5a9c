//! Counts what comes out of a compressed part while it comes, and makes UTF-8 of it.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{Damage, Measure, PackageError};

/// How much is decoded at a time.
const CHUNK: usize = 16 << 10;
/// How far into a part its declaration is looked for.
const DECLARATION: usize = 256;

/// A part that stops when a budget is used up.
pub(super) struct Counted<'p> {
    inner: Box<dyn Read + 'p>,
    part: String,
    limit: Measure,
    read: u64,
    total: &'p mut u64,
    /// Why reading stopped.
    pub(super) stopped: Option<PackageError>,
}

impl<'p> Counted<'p> {
    /// Counts `inner`, the part of that name, against its own limit and against the total of all parts.
    pub(super) fn new(
        inner: Box<dyn Read + 'p>,
        part: String,
        limit: Measure,
        total: &'p mut u64,
    ) -> Counted<'p> {
        Counted {
            inner,
            part,
            limit,
            read: 0,
            total,
            stopped: None,
        }
    }

    fn count(&mut self, bytes: u64) -> Result<(), PackageError> {
        self.read += bytes;
        *self.total += bytes;
        self.limit.check(self.read, &self.part)?;
        Measure::TotalBytes.check(*self.total, &self.part)
    }
}

impl Read for Counted<'_> {
    /// Ends where something is wrong, and keeps the reason.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stopped.is_some() {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Ok(count) => {
                self.stopped = self.count(count as u64).err();
                Ok(if self.stopped.is_some() { 0 } else { count })
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let damage = Damage::Incomplete(error.to_string());
                self.stopped = Some(PackageError::damaged(&self.part, damage));
                Ok(0)
            }
        }
    }
}

/// An XML part as UTF-8, however it is encoded.
pub(super) struct Source<'p> {
    counted: Counted<'p>,
    /// What has been read to learn the encoding and is not yet handed on.
    ahead: Vec<u8>,
    begun: bool,
    /// For parts in another encoding, with the bytes it has made and not yet handed on.
    decoder: Option<Decoder>,
    ended: bool,
    /// Bytes handed on since the last event.
    token: u64,
}

impl<'p> Source<'p> {
    /// Decodes a part.
    pub(super) fn new(counted: Counted<'p>) -> Source<'p> {
        Source {
            counted,
            ahead: Vec::new(),
            begun: false,
            decoder: None,
            ended: false,
            token: 0,
        }
    }

    /// Notes that an event is complete: what comes next belongs to another.
    pub(super) fn event(&mut self) {
        self.token = 0;
    }

    /// Why reading stopped, if it did before the end.
    pub(super) fn stopped(&mut self) -> Option<PackageError> {
        self.counted.stopped.take()
    }

    /// Reads the beginning and learns the encoding from its mark, its first character or its declaration.
    fn begin(&mut self) -> io::Result<()> {
        self.begun = true;
        let mut begin = vec![0; DECLARATION];
        let mut length = 0;
        while length < begin.len() {
            match self.counted.read(&mut begin[length..])? {
                0 => break,
                count => length += count,
            }
        }
        begin.truncate(length);
        let marked = Encoding::for_bom(&begin);
        let encoding = match marked {
            Some((encoding, mark)) => {
                begin.drain(..mark);
                encoding
            }
            None if begin.starts_with(b"<\0") => UTF_16LE,
            None if begin.starts_with(b"\0<") => UTF_16BE,
            None => declared(&begin).unwrap_or(UTF_8),
        };
        if encoding != UTF_8 {
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        self.ahead = begin;
        Ok(())
    }

    fn fail(&mut self) {
        let error = PackageError::damaged(&self.counted.part, Damage::Encoding);
        self.counted.stopped.get_or_insert(error);
    }

    /// Turns what comes next into UTF-8 in `self.ahead`.
    fn decode(&mut self, raw: &[u8], last: bool) {
        let Some(decoder) = &mut self.decoder else {
            return;
        };
        let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(CHUNK);
        let mut text = String::with_capacity(room);
        let (outcome, _, strange) = decoder.decode_to_string(raw, &mut text, last);
        if strange || outcome != CoderResult::InputEmpty {
            self.fail();
        } else {
            self.ahead = text.into_bytes();
        }
    }

    /// Makes `self.ahead` hold something, unless the part is at its end.
    fn fill(&mut self) -> io::Result<()> {
        if !self.begun {
            self.begin()?;
            if self.decoder.is_some() {
                let raw = std::mem::take(&mut self.ahead);
                self.decode(&raw, false);
            }
        }
        while self.decoder.is_some()
            && self.ahead.is_empty()
            && !self.ended
            && self.counted.stopped.is_none()
        {
            let mut raw = vec![0; CHUNK];
            let count = self.counted.read(&mut raw)?;
            self.ended = count == 0;
            self.decode(&raw[..count], count == 0);
        }
        Ok(())
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        let count = if self.ahead.is_empty() && self.decoder.is_none() {
            self.counted.read(buffer)?
        } else {
            let count = self.ahead.len().min(buffer.len());
            buffer[..count].copy_from_slice(&self.ahead[..count]);
            self.ahead.drain(..count);
            count
        };
        self.token += count as u64;
        if let Err(error) = Measure::TokenBytes.check(self.token, &self.counted.part) {
            self.counted.stopped.get_or_insert(error);
        }
        Ok(if self.counted.stopped.is_some() {
            0
        } else {
            count
        })
    }
}

/// All of an XML part. What is not in UTF-8 loses its declaration: without one a part is.
pub(super) fn text(part: &str, mut source: Source<'_>) -> Result<String, PackageError> {
    let failed = |damage| PackageError::damaged(part, damage);
    let mut bytes = Vec::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        // No event is longer than a chunk here.
        source.event();
        let count = source.read(&mut chunk);
        if let Some(stopped) = source.stopped() {
            return Err(stopped);
        }
        match count.map_err(|error| failed(Damage::Incomplete(error.to_string())))? {
            0 => break,
            count => bytes.extend_from_slice(&chunk[..count]),
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| failed(Damage::Encoding))?;
    let is_decoded = source.decoder.is_some();
    Ok(
        match text
            .find("?>")
            .filter(|_| is_decoded && text.starts_with("<?xml"))
        {
            Some(end) => text[end + 2..].to_owned(),
            None => text,
        },
    )
}

/// The encoding that the XML declaration names. UTF-16 would show in the bytes, so whoever only says so writes UTF-8.
fn declared(begin: &[u8]) -> Option<&'static Encoding> {
    let text = begin.strip_prefix(b"<?xml")?;
    let end = text.windows(2).position(|window| window == b"?>")?;
    let text = std::str::from_utf8(&text[..end]).ok()?;
    let (_, rest) = text.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let label = rest.split(['"', '\'']).nth(1)?;
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| ![UTF_16LE, UTF_16BE].contains(encoding))
}
