//! Short check sums, by which two texts are known to be the same.

use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, in hexadecimal: by it a file is known again whatever it is called.
///
/// ```
/// assert!(annex::digest::of_bytes(b"").starts_with("e3b0c44298fc1c14"));
/// ```
pub fn of_bytes(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The first eight bytes of the SHA-256 of named texts, in hexadecimal.
///
/// ```
/// assert_eq!(annex::digest::of([("a", "1")]).len(), 16);
/// assert_ne!(annex::digest::of([("a", "1")]), annex::digest::of([("a1", "")]));
/// ```
pub fn of<N: AsRef<str>, T: AsRef<str>>(named: impl IntoIterator<Item = (N, T)>) -> String {
    let mut hash = Sha256::new();
    for (name, text) in named {
        // A byte no text holds keeps name and text apart.
        hash.update(name.as_ref().as_bytes());
        hash.update([0]);
        hash.update(text.as_ref().as_bytes());
        hash.update([0]);
    }
    hexadecimal(&hash.finalize()[..8])
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
