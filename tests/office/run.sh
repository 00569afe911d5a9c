#!/bin/bash
# Checks the workbooks and documents annex writes with other programs: an Office validator, LibreOffice, openpyxl,
# python-docx, and where npm is there ExcelJS and SheetJS.
#
# Usage: run.sh ANNEX [DIR]
#
# ANNEX is the binary; DIR is where the workbooks, reports and pictures are kept (default: a new folder). LibreOffice,
# poppler-utils and a CJK font must be there (.ci/packages); the Python packages are installed into DIR.
set -euo pipefail

[ $# -ge 1 ] || { echo "usage: run.sh ANNEX [DIR]" >&2; exit 2; }
annex=$(realpath "$1")
dir=$(realpath -m "${2:-$(mktemp -d)}")
here=$(realpath "$(dirname "$0")")
mkdir -p "$dir/books"
python3 -m venv "$dir/venv"
export PATH="$dir/venv/bin:$PATH"
pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cd "$dir"

passed=0 failed=0
# check NAME COMMAND...: the last line of what it says is the count, everything is shown when it fails.
check() {
    local name=$1 said
    shift
    if said=$("$@" 2>&1); then
        passed=$((passed + 1))
        echo "ok    $name: ${said##*$'\n'}"
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n%s\n' "$name" "$said"
    fi
}
# Findings make annex exit with 1; that is no failure here.
findings() { "$annex" check --format json "$1" >"$2" || [ $? -eq 1 ]; }
extract() { "$annex" extract --format json "$1" >"$2"; }
python() { python3 "$here/$1.py" "${@:2}"; }

# --- Every kind of workbook.
"$annex" demo books/demo >/dev/null
mv books/demo/* books && rmdir books/demo
mkdir books/single books/filled
"$annex" generate --pack hunan-2024 --department 示例县审计局（虚构） --code 101011 --project 审计信息化 -o books/single/blank.xlsx
"$annex" --quiet generate --pack hunan-2024 --roster books/roster.csv -o books/roster
culture=$(echo books/outbox/101003-*)
python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["values"]))' \
    <"$here/../../src/demo/departments/hunan-2024/03-culture.json" >culture.json
"$annex" fill "$culture" --values culture.json -o "books/filled/$(basename "$culture")"
# The first department of every other pack filled in everything right.
mkdir books/packs packs
for folder in "$here"/../../src/demo/departments/*/; do
    pack=$(basename "$folder")
    [ "$pack" != hunan-2024 ] || continue
    python department "$folder"/01-*.json "packs/$pack.json" >"packs/$pack.words"
    mapfile -t words <"packs/$pack.words"
    "$annex" generate --pack "$pack" "${words[@]}" -o "packs/$pack.xlsx"
    "$annex" fill "packs/$pack.xlsx" --values "packs/$pack.json" -o "books/packs/$pack.xlsx"
done
"$annex" --quiet annotate books/inbox -o books/annotated-again || [ $? -eq 1 ]
"$annex" --quiet annotate --in-place books/inbox -o books/marked || [ $? -eq 1 ]
for folder in inbox filled; do
    for book in books/$folder/*.xlsx; do
        "$annex" --quiet report "$book" -o "books/$folder-reports/$(basename "$book" .xlsx)-自评报告.docx" || [ $? -eq 1 ]
    done
done
# The summary names the files as they were named to it, demo without a folder.
(cd books/inbox && "$annex" --quiet consolidate *.xlsx --roster ../roster.csv -o ../summary-again/summary.xlsx) ||
    [ $? -eq 1 ]

# same A B: the same files with the same bytes.
same() { diff -rq "$1" "$2" && echo "$(find "$1" -type f | wc -l) files, byte for byte"; }
check "generate writes what demo writes" same books/outbox books/roster
check "annotate writes what demo writes" same books/annotated books/annotated-again
check "consolidate writes what demo writes" same books/summary books/summary-again
check "report writes what demo writes" same books/reports books/inbox-reports
rm -r books/annotated-again books/inbox-reports books/roster books/summary-again

# --- Office opens them.
check "audit" "$here/audit.sh" books

# --- LibreOffice computes the same.
for kind in single outbox filled packs inbox annotated summary; do
    python recalculate "books/$kind" "recalculated/$kind" >/dev/null
done
for kind in single outbox filled packs inbox annotated; do
    extract "books/$kind" "$kind-values.json"
    findings "books/$kind" "$kind.json"
done
for kind in single outbox filled packs; do
    check "recalculation, $kind" python compare "books/$kind" "recalculated/$kind" --extract "$kind-values.json"
done
for kind in inbox annotated; do
    check "recalculation, $kind" python compare "books/$kind" "recalculated/$kind" --extract "$kind-values.json" --findings "$kind.json"
done
check "recalculation, summary" python compare books/summary recalculated/summary

# --- So does formualizer, an engine that computes in doubles.
check "formualizer, its known defects" python formualizer --defects
for kind in single outbox filled packs inbox annotated summary; do
    python formualizer "books/$kind" "formualizer/$kind" >/dev/null
done
for kind in single outbox filled packs; do
    check "formualizer, $kind" python compare "books/$kind" "formualizer/$kind" --by formualizer --extract "$kind-values.json"
done
for kind in inbox annotated; do
    check "formualizer, $kind" python compare "books/$kind" "formualizer/$kind" --by formualizer --extract "$kind-values.json" --findings "$kind.json"
done
check "formualizer, summary" python compare books/summary formualizer/summary --by formualizer

# --- Opening and saving in another program changes nothing.
check "filled form is clean" python clean filled.json
check "forms of the other packs are clean" python clean packs.json
for kind in filled packs inbox annotated; do
    python recalculate --as-is "books/$kind" "libreoffice/$kind" >/dev/null
    python resave "books/$kind" "openpyxl/$kind" >/dev/null
    findings "libreoffice/$kind" "libreoffice-$kind.json"
    findings "openpyxl/$kind" "openpyxl-$kind.json"
done
findings recalculated/inbox recalculated-inbox.json
check "clean returns, in all programs" python clean <(python3 -c '
import json
files = [f for name in ("inbox", "libreoffice-inbox", "openpyxl-inbox") for f in json.load(open(f"{name}.json"))["files"]
         if any(code in f["file"] for code in ("101002", "101003"))]
assert len(files) == 6
print(json.dumps({"files": files}))')
check "saved by LibreOffice, filled" python findings filled.json libreoffice-filled.json
check "saved by LibreOffice, other packs" python clean libreoffice-packs.json
check "saved by openpyxl, other packs" python clean openpyxl-packs.json
check "saved by LibreOffice, inbox" python findings inbox.json libreoffice-inbox.json
check "recalculated by LibreOffice, inbox" python findings inbox.json recalculated-inbox.json
check "saved by openpyxl, filled" python findings --ignore results filled.json openpyxl-filled.json
check "saved by openpyxl, inbox" python findings --ignore results inbox.json openpyxl-inbox.json

# --- Other formats: the same figures; what .xls does not tell is not said.
for kind in ods xls; do
    soffice_convert() { soffice -env:UserInstallation="file://$PWD/profile-$kind" --headless --convert-to "$kind" --outdir "$kind" "$@" >/dev/null 2>&1; }
    soffice_convert books/inbox/*.xlsx
    findings "$kind" "$kind.json"
done
check "saved as .ods" python formats inbox.json ods.json W009
check "saved as .xls" python formats inbox.json xls.json W008 W009
check "broken .ods and .xls" python broken "$annex" 400 ods/*.ods xls/*.xls

# --- Other programs change the shape of a return.
check "drift" python drift "$annex" books/inbox/101002-*.xlsx drift

# --- The annotated workbook goes back and comes in again.
check "annotated reads as the return" python findings inbox.json annotated.json
# Once saved it is whole again in the eyes of annex too: whichever program saved it, the same is left.
check "annotated, saved by either program" python findings --ignore results libreoffice-annotated.json openpyxl-annotated.json
python correct "$here/corrections.json" books/annotated corrected >/dev/null
findings corrected corrected.json
check "annotated, then corrected" python clean corrected.json

# --- A copy of the department's own workbook, marked in place; saved by LibreOffice, and marked again.
findings books/marked marked.json
check "marked in place reads as the return" python findings inbox.json marked.json
check "marked in place, nothing else changed" python marks books/inbox books/marked
python recalculate --as-is books/marked libreoffice/marked >/dev/null
"$annex" --quiet annotate --in-place libreoffice/marked -o libreoffice/marked-again || [ $? -eq 1 ]
check "marked, saved by LibreOffice, marked again" python marks libreoffice/marked libreoffice/marked-again

# --- The same for returns that other programs saved: what annex writes into them opens, whatever they call their prefixes.
programs=(libreoffice openpyxl)
if npm install --silent --no-audit --no-fund --prefix "$dir" exceljs@4.4.0 xlsx@0.18.5 >npm.txt 2>&1; then
    for program in exceljs xlsx; do
        check "saved by $program" node "$here/resave.js" "$program" books/inbox "$program/inbox"
        programs+=("$program")
    done
else
    echo "skip  ExcelJS and SheetJS: npm is not there or has no network (npm.txt)"
fi
for program in "${programs[@]}"; do
    "$annex" --quiet annotate --in-place "$program/inbox" -o "in-place/$program" || [ $? -eq 1 ]
    check "marked in place, saved by $program" python marks "$program/inbox" "in-place/$program"
done
check "every part is well-formed" python well_formed books in-place libreoffice/marked-again

# --- Printing.
mkdir -p print
cp books/single/blank.xlsx print/blank.xlsx
cp books/filled/*.xlsx print/filled.xlsx
cp books/annotated/101001-*.xlsx print/annotated.xlsx
cp books/summary/summary.xlsx print/summary.xlsx
# 填报说明 on two pages, the report on its cover and five more, the other sheets on one each; the results of checking
# on two. In the summary the base data on three, the indicators on five and the findings on five.
pages() {
    "$here/render.sh" print "$dir/pictures" >pages.txt
    tr '\n' ' ' <pages.txt
    [ "$(cat pages.txt)" = $'annotated 16\nblank 14\nfilled 17\nsummary 17' ]
}
check "pages" pages
"$here/render.sh" books/filled-reports reports >/dev/null
check "reports" python document books/inbox books/reports --extract inbox-values.json
check "report, printed" python document books/filled books/filled-reports --extract filled-values.json --pdf reports
echo "pictures are in $dir/pictures"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
