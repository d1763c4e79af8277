//! The bytes of a file, read piece by piece, counted and hashed on the way, and decoded to text.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use sha2::{Digest as _, Sha256};

use crate::model::problem::Problem;

/// What can be read from its beginning again.
pub trait Bytes: Read + Seek {}

impl<T: Read + Seek> Bytes for T {}

/// A file that is being read.
pub struct Source<'a> {
    from: &'a mut dyn Bytes,
    digest: Sha256,
    read: u64,
    total: u64,
}

fn broken(error: io::Error) -> Problem {
    Problem::refused("problem-file-broken").with("detail", error)
}

/// Bytes looked at to tell what a file is.
const START: usize = 64 << 10;
/// Bytes read at a time.
const PIECE: usize = 256 << 10;

impl<'a> Source<'a> {
    /// Reads from here.
    ///
    /// # Errors
    /// When the length cannot be told.
    pub fn new(from: &'a mut dyn Bytes) -> Result<Source<'a>, Problem> {
        let total = from.seek(SeekFrom::End(0)).map_err(broken)?;
        let mut source = Source { from, digest: Sha256::new(), read: 0, total };
        source.rewind()?;
        Ok(source)
    }

    /// Begins anew.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rewind(&mut self) -> Result<(), Problem> {
        self.from.seek(SeekFrom::Start(0)).map_err(broken)?;
        self.digest = Sha256::new();
        self.read = 0;
        Ok(())
    }

    /// Its first bytes; what was read before is forgotten.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn start(&mut self) -> Result<Vec<u8>, Problem> {
        self.rewind()?;
        let mut start = vec![0; START];
        let length = self.fill(&mut start)?;
        start.truncate(length);
        self.rewind()?;
        Ok(start)
    }

    /// Fills a buffer, less only at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, Problem> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.from.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(length) => filled += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(broken(error)),
            }
        }
        self.digest.update(&buffer[..filled]);
        self.read += filled as u64;
        Ok(filled)
    }

    /// Everything, if it is no longer than `most` bytes.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn all(&mut self, most: u64) -> Result<Option<Vec<u8>>, Problem> {
        self.rewind()?;
        let mut bytes = Vec::new();
        let mut limited = Read::take(&mut *self.from, most + 1);
        limited.read_to_end(&mut bytes).map_err(broken)?;
        self.digest.update(&bytes);
        self.read = bytes.len() as u64;
        Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= most))
    }

    /// The bytes at a place; what was read before is forgotten.
    fn at(&mut self, place: u64, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        let length = self.from.seek(SeekFrom::Start(place)).and_then(|_| self.from.read(&mut bytes));
        bytes.truncate(length.unwrap_or(0));
        bytes
    }

    /// Bytes read, and all of them.
    pub fn progress(&self) -> (u64, u64) {
        (self.read, self.total.max(self.read))
    }

    /// Length in bytes.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// SHA-256 of what was read since the beginning, lower-case hexadecimal.
    pub fn sha256(&self) -> String {
        self.digest.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The text of a file, piece by piece.
pub struct Pieces<'s, 'a> {
    source: &'s mut Source<'a>,
    /// `None` for UTF-8, which is only checked.
    decoder: Option<Decoder>,
    name: &'static str,
    raw: Vec<u8>,
    /// Bytes of `raw` that wait for the rest of their character.
    left: usize,
    text: String,
    /// Bytes decoded so far.
    decoded: u64,
    encoding: &'static Encoding,
    ended: bool,
}

impl<'s, 'a> Pieces<'s, 'a> {
    /// The text of a file behind `mark` bytes.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn new(
        source: &'s mut Source<'a>,
        encoding: &'static Encoding,
        name: &'static str,
        mark: usize,
    ) -> Result<Pieces<'s, 'a>, Problem> {
        let mut skipped = [0; 4];
        source.fill(&mut skipped[..mark.min(4)])?;
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        Ok(Pieces {
            source,
            decoder,
            name,
            raw: vec![0; PIECE],
            left: 0,
            text: String::new(),
            decoded: mark as u64,
            encoding,
            ended: false,
        })
    }

    /// The next piece of the text, and how much of the file is read by its end; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read or decoded.
    pub fn next(&mut self) -> Result<Option<(&str, (u64, u64))>, Problem> {
        if self.ended {
            return Ok(None);
        }
        self.raw.copy_within(PIECE - self.left.., 0);
        let filled = self.left + self.source.fill(&mut self.raw[self.left..])?;
        self.ended = filled < PIECE;
        self.left = 0;
        let progress = self.source.progress();
        if self.decoder.is_some() {
            self.decode(filled)?;
            return Ok(Some((&self.text, progress)));
        }
        let whole = if self.ended { filled } else { filled - cut_off(&self.raw[..filled]) };
        self.left = filled - whole;
        match std::str::from_utf8(&self.raw[..whole]) {
            Ok(text) => {
                self.decoded += whole as u64;
                Ok(Some((text, progress)))
            }
            Err(error) => {
                Err(broken_at(self.source, self.decoded + error.valid_up_to() as u64, self.encoding, self.name))
            }
        }
    }

    fn decode(&mut self, filled: usize) -> Result<(), Problem> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        self.text.clear();
        let mut read = 0;
        loop {
            let needed = decoder.max_utf8_buffer_length_without_replacement(filled - read);
            self.text.reserve(needed.unwrap_or(filled * 3));
            let bytes = &self.raw[read..filled];
            let (result, consumed) = decoder.decode_to_string_without_replacement(bytes, &mut self.text, self.ended);
            read += consumed;
            self.decoded += consumed as u64;
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, behind) => {
                    let at = self.decoded.saturating_sub(u64::from(length) + u64::from(behind));
                    return Err(broken_at(self.source, at, self.encoding, self.name));
                }
            }
        }
    }
}

/// Bytes at the end that begin a character without ending it.
fn cut_off(bytes: &[u8]) -> usize {
    let back = bytes.iter().rev().take(3).position(|byte| byte & 0xc0 == 0xc0);
    let Some(at) = back else { return 0 };
    let needed = match bytes[bytes.len() - 1 - at] {
        0xf0.. => 4,
        0xe0.. => 3,
        _ => 2,
    };
    if at + 1 < needed { at + 1 } else { 0 }
}

/// Where bytes cannot be decoded, told by row and byte.
fn broken_at(source: &mut Source<'_>, at: u64, encoding: &'static Encoding, name: &'static str) -> Problem {
    // In all but UTF-16, line ends are single bytes that are part of no other character.
    let (width, low) = match () {
        () if encoding == UTF_16LE => (2, 0),
        () if encoding == UTF_16BE => (2, 1),
        () => (1, 0),
    };
    let is = |unit: &[u8], wanted: u8| {
        unit[low] == wanted && unit.iter().map(|byte| u32::from(*byte)).sum::<u32>() == u32::from(wanted)
    };
    let (mut fed, mut returned, mut left) = (0, 0, at);
    let mut piece = vec![0; PIECE];
    if source.rewind().is_ok() {
        while left > 0 {
            let Ok(length) = source.fill(&mut piece) else { break };
            if length == 0 {
                break;
            }
            let counted = usize::try_from(left).unwrap_or(length).min(length);
            for unit in piece[..counted].chunks_exact(width) {
                fed += usize::from(is(unit, b'\n'));
                returned += usize::from(is(unit, b'\r'));
            }
            left -= counted as u64;
        }
    }
    let shown: Vec<String> = source.at(at, 4).iter().map(|byte| format!("{byte:02X}")).collect();
    Problem::refused("problem-encoding-broken")
        .with("encoding", name)
        .with("byte", at + 1)
        .with("row", fed.max(returned) + 1)
        .with("bytes", shown.join(" "))
}
