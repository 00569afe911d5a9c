//! Plain data, packed: what is looked at now and then, of many returns, takes a tenth of the memory.

use std::fmt;
use std::io::{Read, Write};
use std::marker::PhantomData;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value, packed.
pub(crate) struct Packed<T> {
    bytes: Box<[u8]>,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned> Packed<T> {
    /// Packs a value.
    pub(crate) fn of(value: &T) -> Packed<T> {
        Packed {
            bytes: whole(pack(value)),
            of: PhantomData,
        }
    }

    /// The value.
    pub(crate) fn get(&self) -> T {
        whole(unpack(&self.bytes))
    }
}

fn pack(value: &impl Serialize) -> Result<Box<[u8]>, Box<dyn std::error::Error>> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&postcard::to_stdvec(value)?)?;
    Ok(packed.finish()?.into_boxed_slice())
}

fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Box<dyn std::error::Error>> {
    let mut plain = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut plain)?;
    Ok(postcard::from_bytes(&plain)?)
}

/// What was packed here is unpacked here, in memory: where that fails annex has a mistake, and nothing else of it can be right.
#[expect(clippy::panic, reason = "a mistake of annex, which a batch contains")]
fn whole<T>(done: Result<T, Box<dyn std::error::Error>>) -> T {
    done.unwrap_or_else(|why| panic!("data cannot be packed: {why}"))
}

impl<T> Clone for Packed<T> {
    fn clone(&self) -> Packed<T> {
        Packed {
            bytes: self.bytes.clone(),
            of: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;

    #[test]
    fn what_is_packed_comes_out_as_it_was() {
        // More digits than annex shows of any number.
        let third = Number::ONE.div(Number::from(3)).unwrap();
        let values = vec![
            (Some(third), "维修养护".repeat(100)),
            ("-0.050".parse().ok(), String::new()),
            (None, "一\u{0}".to_owned()),
        ];
        let packed = Packed::of(&values);
        assert_eq!(packed.get(), values);
        assert!(packed.bytes.len() < 120, "{packed:?}");
    }
}
