#!/usr/bin/env bash
# Measures $migrate beside conditional upserts of the same resources in stock HAPI FHIR JPA, on one PostgreSQL: `bench/load.sh [ROUNDS] [PATIENTS]`.
# Every round loads a fresh extract into both; the first round warms up and does not count.
set -euo pipefail
cd "$(dirname "$0")"
rounds=${1:-5} patients=${2:-150}
maven=${MAVEN:-mvn -B -q}
$maven process-classes
(cd .. && $maven package -DskipTests)

work=$PWD/target/load
rm -rf "$work"
mkdir -p "$work/hospitals"
for round in $(seq 0 "$rounds"); do
    # The next patients of one hospital, so that no patient is loaded twice.
    java -jar ../target/server/chartlift-server.jar sample hl7v2 --patients "$patients" --first $((round * patients)) \
        --out "$work/hospitals/$(printf %03d "$round")"
done
java -Xmx2g -cp "stock/target/classes:$(cat stock/target/classpath.txt)" org.chartlift.bench.stock.LoadBench \
    ../target/server/chartlift-server.jar "$work/hospitals" "$work"
