#!/usr/bin/env bash
# Trains the model that the package LogGuardian.Inference carries, anew and from files of this repository alone (samples/data/lab, samples/data/catalogue), on two cores in at most two hours.
# It ends up in artifacts/default-model: default-model.zip, default-model.json (hashes of all inputs, seed, results, machine), model/ (weights that can learn on) and runs/.
# With --install it takes the place of the one that ships. With --without-lab it learns nothing of the lab's recordings, so that they can tell what it is worth on a system that it never saw.
set -euo pipefail
cd "$(dirname "$0")/.."

# Threads of Torch that wait would burn the core that the other one needs.
export OMP_WAIT_POLICY=passive
out=$PWD/artifacts/default-model
rm -rf "$out"
lab=()
[ "${1:-}" != --without-lab ] || lab=(--without-lab)
dotnet run -c Release --project eng/DefaultModel -- "$PWD" "$out" "${lab[@]}"
bytes=$(wc -c <"$out/default-model.zip")
[ "$bytes" -le 5000000 ] || { echo "default-model.zip has $bytes bytes; it must have at most 5,000,000. Choose a smaller shape."; exit 1; }
[ "${1:-}" != --install ] || cp "$out/default-model.zip" "$out/default-model.json" src/LogGuardian.Inference/Default/
