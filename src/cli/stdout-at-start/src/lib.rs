//! Whether standard output was closed when the program was started (`annex check … >&-`).
//!
//! Rust opens `/dev/null` in the place of a closed standard stream before `main` begins, and from then on nobody can
//! tell: all that is written seems to arrive. So the question is asked before that, when the program is loaded.

use std::sync::atomic::{AtomicBool, Ordering};

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether standard output was closed when the program was started. Known on Linux; false elsewhere.
pub fn was_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

/// Looks without opening anything: what is opened while it is closed would become standard output.
#[cfg(target_os = "linux")]
extern "C" fn look() {
    let is_there = |path: &str| std::fs::symlink_metadata(path).is_ok();
    let closed = is_there("/proc/self/fd") && !is_there("/proc/self/fd/1");
    CLOSED.store(closed, Ordering::Relaxed);
}

/// The functions a program runs when it is loaded, before Rust's own beginning: the loader calls each entry once.
#[cfg(target_os = "linux")]
#[used]
#[allow(unsafe_code, reason = "an entry in a section the loader reads")]
#[unsafe(link_section = ".init_array")]
static LOOK: extern "C" fn() = look;
