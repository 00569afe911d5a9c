//! The packs at hand: those that are shipped, and those in folders somebody names.

use std::path::Path;
use std::sync::Arc;

use crate::form;
use crate::template::{Mistake, Pack, packs};
use crate::workspace::SettingsError;

/// A pack by the name of its folder, or by the id of a shipped one; or all its mistakes.
///
/// # Errors
/// [`SettingsError::UnknownPack`]
pub fn load(name: &str) -> Result<Result<Arc<Pack>, Vec<Mistake>>, SettingsError> {
    let path = Path::new(name);
    if path.is_dir() {
        let (files, mut found) = packs::folder(path);
        return Ok(match form::load(&files) {
            Ok(pack) if found.is_empty() => Ok(pack),
            loaded => {
                found.extend(loaded.err().unwrap_or_default());
                found.sort();
                Err(found)
            }
        });
    }
    let Some(files) = packs::shipped_files(name) else {
        return Err(SettingsError::UnknownPack {
            name: name.to_owned(),
            shipped: packs::shipped(),
        });
    };
    Ok(form::load(&files))
}

/// A pack without mistakes.
///
/// # Errors
/// [`SettingsError::UnknownPack`], [`SettingsError::BrokenPack`].
pub fn pack(name: &str) -> Result<Arc<Pack>, SettingsError> {
    load(name)?.map_err(|mistakes| broken(name, mistakes))
}

/// The name of the pack asked for; that of the only shipped one where nothing is said.
///
/// # Errors
/// [`SettingsError::NoPackNamed`]
pub fn chosen(pack: Option<&str>) -> Result<String, SettingsError> {
    match (pack, packs::shipped().as_slice()) {
        (Some(pack), _) => Ok(pack.to_owned()),
        (None, [only]) => Ok(only.clone()),
        (None, several) => Err(SettingsError::NoPackNamed(several.to_vec())),
    }
}

fn broken(name: &str, mistakes: Vec<Mistake>) -> SettingsError {
    let name = name.to_owned();
    SettingsError::BrokenPack { name, mistakes }
}

/// All shipped packs but those left out, by id. A folder that happens to have the name of one does not stand in for it.
///
/// # Errors
/// [`SettingsError::BrokenPack`]
pub fn shipped(but: &[String]) -> Result<Vec<Arc<Pack>>, SettingsError> {
    let ids = packs::shipped().into_iter().filter(|id| !but.contains(id));
    let pack = |id: &str, files: &[_]| form::load(files).map_err(|found| broken(id, found));
    ids.filter_map(|id| packs::shipped_files(&id).map(|files| pack(&id, &files)))
        .collect()
}

/// The packs returns may be made from: those named, in their order, and all that are shipped.
///
/// # Errors
/// As [`pack`].
pub fn known(named: &[String]) -> Result<Vec<Arc<Pack>>, SettingsError> {
    let mut known: Vec<_> = named
        .iter()
        .map(|name| pack(name))
        .collect::<Result<_, _>>()?;
    known.extend(shipped(named)?);
    Ok(known)
}

/// The packs another shape may be adopted into, each with what it is named by: those named, else the shipped ones, of the
/// campaign if it has any. `known` are those [`known`] gives.
pub(crate) fn offered(
    named: &[String],
    campaign: &[Arc<Pack>],
    known: &[Arc<Pack>],
) -> Vec<(String, Arc<Pack>)> {
    if !named.is_empty() {
        let named = named.iter().cloned();
        return named.zip(known.iter().cloned()).collect();
    }
    let shipped = packs::shipped();
    let asked = if campaign.is_empty() { known } else { campaign };
    let asked = asked.iter().filter(|pack| shipped.contains(&pack.id));
    asked
        .map(|pack| (pack.id.clone(), Arc::clone(pack)))
        .collect()
}
