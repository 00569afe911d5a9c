//! The `annex` command.

use std::sync::Arc;

fn main() {
    let files = annex::template::packs::shipped_files("hunan-2024").unwrap();
    let show = |mistakes: Vec<annex::template::Mistake>| {
        for m in &mistakes {
            println!("{} {} {} | {}", m.origin, m.code, m.message.en, m.hint.en);
        }
    };
    match annex::template::parse(&files) {
        Err(mistakes) => show(mistakes),
        Ok(pack) => {
            let pack = Arc::new(pack);
            show(annex::form::check(&pack));
            let spec = annex::form::Spec {
                year: 2024,
                code: "101".into(),
                department: "岳阳县工商业联合会".into(),
                ..Default::default()
            };
            let form = annex::form::resolve(&pack, &spec).unwrap();
            let book = annex::generate::workbook(&form, &Default::default());
            let bytes = annex::book::write::write(&book).unwrap();
            std::fs::write("/tmp/form.xlsx", bytes).unwrap();
            for f in &form.fields {
                if let Some(x) = &f.formula {
                    println!("{} {} = {}", f.id, f.cell(), form.excel(x, f.sheet));
                }
            }
        }
    }
}
