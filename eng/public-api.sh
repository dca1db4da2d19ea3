#!/usr/bin/env bash
# Rewrites PublicAPI.Unshipped.txt of every package from what the compiler says is public. Review the difference before you commit it.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/*.csproj; do
  folder=$(dirname "$project")
  [ -f "$folder/PublicAPI.Unshipped.txt" ] || continue
  echo '#nullable enable' > "$folder/PublicAPI.Unshipped.txt"
  dotnet build -c Release --no-incremental --no-dependencies "$project" -p:TreatWarningsAsErrors=false -p:ApiCheck=true 2>&1 |
    sed -n "s/^.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*$/\1/p" | LC_ALL=C sort -u >> "$folder/PublicAPI.Unshipped.txt"
  echo "$folder: $(($(wc -l < "$folder/PublicAPI.Unshipped.txt") - 1)) symbols"
done
