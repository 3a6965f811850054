#!/bin/sh
# Checks each draft of a repository against its reports: drafts/NAME.txt against the folder reports/NAME.
# Pages for whoever must decide go into a folder (checked, or the first argument). Ends with the worst that was met:
# 0 nothing at fault, 1 a sentence contradicted or in no report, 2 wrong use, 3 a draft or its reports not readable.
set -u
out=${1:-checked}
mkdir -p "$out"
worst=0
for draft in drafts/*.txt; do
  name=$(basename "$draft" .txt)
  code=0
  tellings check "$draft" --against "reports/$name" --quiet --out "$out/$name.html" --out "$out/$name.txt" || code=$?
  [ ! -f "$out/$name.txt" ] || cat "$out/$name.txt"
  [ "$code" -le "$worst" ] || worst=$code
done
exit "$worst"
