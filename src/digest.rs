//! Short check sums, by which two texts are known to be the same.

use sha2::{Digest, Sha256};

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
    let bytes = hash.finalize();
    bytes
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
