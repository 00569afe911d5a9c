//! Counts what comes out of a compressed part while it comes, and looks at its encoding.

use std::io::{self, Read};

use super::budget::Measure;
use super::{Damage, ReadError};

/// A reader that stops when a budget is used up or the bytes are not UTF-8.
pub(super) struct Meter<'a, R> {
    inner: R,
    part: &'a str,
    total: &'a mut u64,
    read: u64,
    limit: Measure,
    /// The beginning of a character whose end has not come yet.
    carry: Vec<u8>,
    /// Why reading stopped.
    pub(super) stopped: Option<ReadError>,
}

impl<'a, R: Read> Meter<'a, R> {
    /// Counts `inner`, the part of that name, against its own limit and against the total of all parts.
    pub(super) fn new(inner: R, part: &'a str, limit: Measure, total: &'a mut u64) -> Meter<'a, R> {
        Meter {
            inner,
            part,
            total,
            read: 0,
            limit,
            carry: Vec::new(),
            stopped: None,
        }
    }

    fn examine(&mut self, chunk: &[u8]) -> Result<(), ReadError> {
        if self.read == 0 && (chunk.starts_with(b"\xFF\xFE") || chunk.starts_with(b"\xFE\xFF")) {
            return Err(ReadError::damaged(self.part, Damage::Encoding));
        }
        self.read += chunk.len() as u64;
        *self.total += chunk.len() as u64;
        self.limit.check(self.read, self.part)?;
        Measure::TotalBytes.check(*self.total, self.part)?;
        // XML has no null characters, but UTF-16 without a mark is full of them.
        if chunk.contains(&0) || !self.utf8(chunk) {
            return Err(ReadError::damaged(self.part, Damage::Encoding));
        }
        Ok(())
    }

    fn utf8(&mut self, chunk: &[u8]) -> bool {
        let joined;
        let bytes = if self.carry.is_empty() {
            chunk
        } else {
            self.carry.extend_from_slice(chunk);
            joined = std::mem::take(&mut self.carry);
            &joined
        };
        match std::str::from_utf8(bytes) {
            Ok(_) => true,
            Err(error) if error.error_len().is_none() => {
                self.carry = bytes[error.valid_up_to()..].to_vec();
                true
            }
            Err(_) => false,
        }
    }
}

impl<R: Read> Read for Meter<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stopped.is_some() {
            return Ok(0);
        }
        let count = match self.inner.read(buffer) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => {
                self.stopped = Some(ReadError::damaged(
                    self.part,
                    Damage::Incomplete(error.to_string()),
                ));
                return Ok(0);
            }
        };
        let verdict = match count {
            0 if !self.carry.is_empty() => Err(ReadError::damaged(self.part, Damage::Encoding)),
            0 => Ok(()),
            _ => self.examine(&buffer[..count]),
        };
        if let Err(error) = verdict {
            self.stopped = Some(error);
            return Ok(0);
        }
        Ok(count)
    }
}
