//! The signature of an identity: whoever holds the key of a campaign can tell that the campaign issued the form.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::text::Text;

/// The fewest bytes a key may have: as many as the signature itself has.
pub const MIN_KEY_BYTES: usize = 32;
/// The bytes HMAC-SHA256 makes of a key, however long it is.
const BLOCK: usize = 64;

/// The key of a campaign.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key([u8; BLOCK]);

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a key has at least {MIN_KEY_BYTES} bytes, this one has {0}; make one with 'openssl rand -hex 32'"
)]
pub struct KeyTooShort(pub usize);

impl KeyTooShort {
    /// The same in both languages.
    pub fn text(&self) -> Text {
        let found = self.0;
        Text::new(
            format!(
                "密钥至少 {MIN_KEY_BYTES} 字节，这个只有 {found} 字节；可用 openssl rand -hex 32 生成"
            ),
            self.to_string(),
        )
    }
}

impl Key {
    /// Takes the text of a key file as a key: any text will do, blanks and line ends around it do not count.
    ///
    /// # Errors
    /// [`KeyTooShort`] for less than [`MIN_KEY_BYTES`].
    ///
    /// ```
    /// use annex::identity::Key;
    /// let key = Key::of(b"0123456789abcdef0123456789abcdef").unwrap();
    /// assert_eq!(Key::of(b"\xEF\xBB\xBF0123456789abcdef0123456789abcdef\r\n"), Ok(key));
    /// assert_eq!(Key::of(b"secret\n").unwrap_err().0, 6);
    /// ```
    pub fn of(text: &[u8]) -> Result<Key, KeyTooShort> {
        // Editors put a mark in front and a line end behind, and nobody sees either.
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let text = text.trim_ascii();
        if text.len() < MIN_KEY_BYTES {
            return Err(KeyTooShort(text.len()));
        }
        let mut block = [0; BLOCK];
        if text.len() > BLOCK {
            let digest = Sha256::digest(text);
            block[..digest.len()].copy_from_slice(&digest);
        } else {
            block[..text.len()].copy_from_slice(text);
        }
        Ok(Key(block))
    }

    /// The signature of named texts, in hexadecimal.
    pub(crate) fn sign(&self, named: &[(String, String)]) -> String {
        let bytes = self.mac(named).finalize().into_bytes();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a signature is that of these texts.
    pub(crate) fn verify(&self, named: &[(String, String)], signature: &str) -> bool {
        let digits = signature.as_bytes().chunks(2);
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Option<Vec<u8>> = digits.map(byte).collect();
        bytes.is_some_and(|bytes| self.mac(named).verify_slice(&bytes).is_ok())
    }

    fn mac(&self, named: &[(String, String)]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&self.0.into());
        for (name, text) in named {
            // A byte no text holds keeps name and text apart.
            mac.update(name.as_bytes());
            mac.update(&[0]);
            mac.update(text.as_bytes());
            mac.update(&[0]);
        }
        mac
    }
}

impl fmt::Debug for Key {
    /// A key is never written out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// What a key says of the signature of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// It is that of the holder of the key.
    Right,
    /// It is not.
    Wrong,
    /// There is none.
    Not,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_hmac_sha256() {
        let named = [("pack".to_owned(), "hunan-2024".to_owned())];
        for text in [
            &b"0123456789abcdef0123456789abcdef"[..],
            &[b'k'; 64],
            &[b'k'; 131],
        ] {
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(text).unwrap();
            mac.update(b"pack\0hunan-2024\0");
            let expected: String = mac
                .finalize()
                .into_bytes()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let key = Key::of(text).unwrap();
            assert_eq!(key.sign(&named), expected);
            assert!(key.verify(&named, &expected));
            assert!(!key.verify(&named, &expected[2..]));
            assert!(!key.verify(&[], &expected));
            assert!(!key.verify(&named, "验签"));
            assert!(!key.verify(&named, ""));
        }
        // Computed with openssl: printf 'pack\0hunan-2024\0' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        let key = Key::of(b"0123456789abcdef0123456789abcdef").unwrap();
        assert_eq!(key.sign(&named), OPENSSL);
        assert_eq!(format!("{key:?}"), "Key(…)");
    }

    const OPENSSL: &str = "40c7cbca331e718978bb33bf20e3d4e8164443f167c3c29de56f0bdd02389465";
}
