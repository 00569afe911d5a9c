//! Whatever a file makes go wrong stays with that file: a panic becomes a problem that names it, and the others go on.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};

use crate::workspace::Problem;

thread_local! {
    /// Where in the sources the last panic of this thread was.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics from printing anything: [`alone`] says what there is to say.
pub fn keep_quiet() {
    set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(ToString::to_string);
        PLACE.with_borrow_mut(|known| *known = place);
    }));
}

/// Does something for one file, or another thing that can fail by itself; a panic becomes a problem.
pub fn alone<T>(what: &str, job: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|_| Problem::Panicked {
        at: what.to_owned(),
        place: PLACE.with_borrow_mut(Option::take),
    })
}

/// Does something with all files at once, by what is known of each. Where that panics each is tried alone, and those that make
/// it panic are left out, one problem for each; the job is done with the others.
///
/// # Errors
/// It panics with the others as well.
pub fn together<F, T>(
    files: &mut Vec<F>,
    name: impl Fn(&F) -> &str,
    job: impl Fn(&[F]) -> T,
) -> Result<(T, Vec<Problem>), Problem> {
    if let Ok(done) = alone("", || job(files)) {
        return Ok((done, Vec::new()));
    }
    let mut problems = Vec::new();
    files.retain(|file| {
        let tried = alone(name(file), || job(std::slice::from_ref(file)));
        problems.extend(tried.as_ref().err().cloned());
        tried.is_ok()
    });
    alone("all", || job(files)).map(|done| (done, problems))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Panics as a slip in annex would.
    fn names(files: &[&str]) -> String {
        let name = |file: &&str| file.split('.').nth(1).map(|_| (*file).to_owned());
        let names: Vec<String> = files.iter().map(|file| name(file).unwrap()).collect();
        names.join(" ")
    }

    #[test]
    fn a_panic_names_the_file_it_was_about() {
        assert_eq!(alone("a.xlsx", || 1), Ok(1));
        let problem = alone("b.xlsx", || names(&["b"])).unwrap_err();
        assert!(
            problem
                .text()
                .en
                .starts_with("b.xlsx: stopped by a mistake"),
            "{problem}"
        );
    }

    #[test]
    fn what_fails_on_one_file_is_done_for_the_others() {
        let mut files = vec!["a.xlsx", "b", "c.xlsx"];
        let (done, problems) = together(&mut files, |file| file, names).unwrap();
        assert_eq!(done, "a.xlsx c.xlsx");
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0].text().en.starts_with("b: stopped"),
            "{problems:?}"
        );
        assert_eq!(files, ["a.xlsx", "c.xlsx"]);
    }

    #[test]
    fn what_fails_on_all_files_together_is_said() {
        let only_alone = |files: &[&str]| assert_eq!(files.len(), 1);
        let failed = together(&mut vec!["a", "b"], |file| file, only_alone).unwrap_err();
        assert!(failed.text().en.starts_with("all:"), "{failed}");
    }
}
