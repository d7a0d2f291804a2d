#!/usr/bin/env bash
# What a comparison and a plan hold in memory, by the number of patients: loads SMALL and then LARGE patients of one registration each (a Patient and an Encounter),
# compares them with their files and plans their rollback; the heap is collected every five seconds. `bench/memory.sh [SMALL] [LARGE]`; HEAP=1g limits the server.
set -euo pipefail
cd "$(dirname "$0")"
maven=${MAVEN:-mvn -B -q}
(cd .. && $maven package -DskipTests)

work=$PWD/target/memory
rm -rf "$work"
patients() { # FIRST COUNT FOLDER
    mkdir -p "$3"
    awk -v first="$1" -v count="$2" 'BEGIN {
        for (i = first; i < first + count; i++) {
            printf "MSH|^~\\&|ADT|H|||20240301080000+0000||ADT^A04^ADT_A01|M%d|P|2.5.1\r", i
            printf "EVN||20240301080000+0000\rPID|1||%d^^^H&2.999.1&ISO^MR||Family%d^Given||19%02d0%d1%d|%s\r", i, i, i % 90 + 10, i % 9 + 1, i % 9, i % 2 ? "F" : "M"
            printf "PV1|1|O|W%d||||||||||||||||V%d^^^H&2.999.2&ISO|||||||||||||||||||||||||2024030108%02d00+0000\r", i % 20, i, i % 60
        }
    }' > "$3/patients.hl7"
}
patients 1 "${1:-1000}" "$work/warm/extract"
patients 1000001 "${2:-50000}" "$work/measured/extract"
java RollbackBench.java ../target/server/chartlift-server.jar "$work" "${HEAP:-1g}" live
