#!/usr/bin/env bash
# Loads a sample hospital, compares it with its files and rolls it back, twice: the first time warms up. `bench/rollback.sh [PATIENTS]`; HEAP=1g limits the server.
# 1,000 patients are about 45,000 resources; a plan of 100,000 resources takes 2,300.
set -euo pipefail
cd "$(dirname "$0")"
patients=${1:-200}
maven=${MAVEN:-mvn -B -q}
(cd .. && $maven package -DskipTests)

work=$PWD/target/rollback
rm -rf "$work"
mkdir -p "$work"
for side in warm measured; do
    n=$patients first=0
    if [ $side = warm ]; then n=$((patients < 100 ? patients : 100)) first=500000; fi
    java -jar ../target/server/chartlift-server.jar sample hl7v2 --patients "$n" --first "$first" --out "$work/$side"
done
java RollbackBench.java ../target/server/chartlift-server.jar "$work" "${HEAP:-1g}"
