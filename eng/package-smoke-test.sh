#!/usr/bin/env bash
# Packs everything into artifacts/packages, then runs two samples, one with the model that comes with the package, and the command line tool from those packages in a folder of their
# own: what ships is what is tested.
set -euo pipefail
cd "$(dirname "$0")/.."

# A version of its own for each run: the package cache would otherwise answer with an older build.
version=0.1.0-smoke.$(date -u +%Y%m%d%H%M%S)
packages=$PWD/artifacts/packages
smoke=$PWD/artifacts/smoke
rm -rf "$packages" "$smoke"
mkdir -p "$smoke/samples"

dotnet pack -c Release -p:Version="$version" -p:EnablePackageValidation=true -o "$packages"
for package in LogGuardian LogGuardian.Core LogGuardian.Parsing LogGuardian.Inference LogGuardian.Explain LogGuardian.Evaluation LogGuardian.Training LogGuardian.Hosting LogGuardian.Telemetry LogGuardian.Serilog LogGuardian.OpenTelemetry LogGuardian.Cli; do
  listing=$(unzip -Z1 "$packages/$package.$version.nupkg" 2>/dev/null || python3 -m zipfile -l "$packages/$package.$version.nupkg")
  for part in README.md icon.png; do
    grep -q "$part" <<<"$listing" || { echo "$package lacks $part"; exit 1; }
  done
  [ "$package" = LogGuardian.Cli ] || { grep -q "$package.xml" <<<"$listing" || { echo "$package lacks its XML documentation"; exit 1; }; }
  [ -f "$packages/$package.$version.snupkg" ] || { echo "$package has no symbols"; exit 1; }
done

cp Directory.Build.props Directory.Packages.props .editorconfig global.json nuget.config "$smoke/"
cp -r eng "$smoke/"
cp -r samples/Quickstart samples/ModelScan samples/data samples/Directory.Build.props "$smoke/samples/"
rm -rf "$smoke"/samples/*/bin "$smoke"/samples/*/obj

# NU1507: two sources under central versions. The folder feed holds only LogGuardian's own packages.
build=(-c Release -p:LogGuardianPackageVersion="$version" -p:RestoreAdditionalProjectSources="$packages" -p:NoWarn=NU1507%3BCS1591)
(cd "$smoke" && dotnet run --project samples/Quickstart "${build[@]}")
scanned=$(cd "$smoke" && dotnet run --project samples/ModelScan "${build[@]}" -- samples/data/orders-app.log.gz | tail -1)
echo "$scanned"
[[ $scanned =~ ,\ [1-9][0-9]*\ of\ them\ judged\ by\ models$ ]] || { echo "the model of the package was not asked"; exit 1; }

dotnet tool install LogGuardian.Cli --tool-path "$smoke/tools" --add-source "$packages" --version "$version"
"$smoke/tools/logguardian" --version
"$smoke/tools/logguardian" model verify default
set +e
"$smoke/tools/logguardian" scan samples/data/orders-app.log.gz --top 3
code=$?
set -e
[ "$code" = 1 ] || { echo "logguardian scan ended with $code; the shipped recording has anomalies, so it must be 1"; exit 1; }
