#!/usr/bin/env bash
# Publishes two samples ahead of time, without warnings, and runs them. The web service must learn its own log, report an anomaly and be healthy; the scan must ask its models.
# Needs a C linker (clang or gcc).
set -euo pipefail
cd "$(dirname "$0")/.."

out=$PWD/artifacts/aot
port=55088
rm -rf "$out"
runtime=linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
dotnet publish samples/WebService -c Release -r "$runtime" -p:TreatWarningsAsErrors=true -o "$out"
dotnet publish samples/ModelScan -c Release -r "$runtime" -p:TreatWarningsAsErrors=true -o "$out/scan"
dotnet run -c Release --project tests/TestModels -- "$out/model"
for bundle in "" "$out/model"; do
  scanned=$("$out/scan/ModelScan" samples/data/orders-app.log.gz ${bundle:+"$bundle"} | tail -1)
  echo "$scanned"
  [[ $scanned =~ ,\ [1-9][0-9]*\ of\ them\ judged\ by\ models$ ]] || { echo "the models were not asked"; exit 1; }
done

mkdir -p "$out/run"
cd "$out/run"
ASPNETCORE_URLS=http://127.0.0.1:$port LogGuardian__Learning__WarmUpLines=1000 "$out/WebService" >log.txt 2>&1 &
service=$!
trap 'kill $service 2>/dev/null || true; wait $service 2>/dev/null || true' EXIT

# In a shell of its own: one that cannot connect ends.
get() (
  exec 9<>"/dev/tcp/127.0.0.1/$port" || exit 1
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&9
  cat <&9
  exec 9>&- 9<&-
)

for _ in $(seq 100); do
  if get /health >/dev/null 2>&1; then break; fi
  sleep 0.1
done
for i in $(seq 600); do get "/orders/$i" >/dev/null; sleep 0.01; done
for i in $(seq 40); do get "/orders/$i?broken=true" >/dev/null; done
for _ in $(seq 100); do
  anomalies=$(get /anomalies)
  if grep -q 'cannot be read' <<<"$anomalies"; then break; fi
  get /orders/1 >/dev/null
  sleep 0.1
done
grep 'cannot be read' <<<"$anomalies"
health=$(get /health)
grep -q Healthy <<<"$health" || { echo "not healthy: $health"; exit 1; }
kill $service
# Whoever is told to end says so in its exit code.
wait $service || true
[ -s state/default.json.gz ] || { echo "the state was not saved"; exit 1; }
echo "published ahead of time: $(du -k "$out/WebService" | cut -f1) KiB"
