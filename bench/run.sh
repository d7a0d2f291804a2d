#!/usr/bin/env bash
# Measures conversion beside the peer: `bench/run.sh [ROUNDS]` from anywhere. About 16 minutes a round on an idle machine.
# In each round every kind of message is measured with the peer, with ours, and with ours again, each in a fresh JVM, one after the other.
set -euo pipefail
cd "$(dirname "$0")"
rounds=${1:-3}
maven=${MAVEN:-mvn -B -q}
$maven process-classes

work=target/work messages=$PWD/target/messages results=$PWD/target/results
rm -rf "$work" "$messages" "$results"
mkdir -p "$messages" "$results"
ours=ours/target/classes:$(cat ours/target/classpath.txt)
peer=peer/target/classes:$(cat peer/target/classpath.txt)
# Both sides are warmed up by the same CPU time before anything is measured.
jvm=(-Xms1g -Xmx1g -XX:+UseSerialGC "-Dbench.messages=$messages" "-Dbench.warmup=${WARMUP:-40}")

java "${jvm[@]}" -cp "$ours" org.chartlift.bench.ours.SampleMessages "$work"
java "${jvm[@]}" -cp "$peer" org.chartlift.bench.peer.Accepted 2>/dev/null
java "${jvm[@]}" -cp "$ours" org.chartlift.bench.ours.Converted

measure() { # class path, class, kind, side, round
    java "${jvm[@]}" -cp "$1" org.openjdk.jmh.Main "$2" -p "kind=$3" -f 1 -t 1 -wi 1 -w 2s -i "${ITERATIONS:-5}" -r 6s \
        -jvmArgs "${jvm[*]}" -prof gc -prof org.chartlift.bench.CpuTime -rf csv -rff "$results/$3-$4-$5.csv" \
        > "$results/$3-$4-$5.log" 2>&1 || { tail -20 "$results/$3-$4-$5.log"; exit 1; }
}

for round in $(seq "$rounds"); do
    for kind in ADT ORU VXU MDM; do
        measure "$peer" PeerBenchmark "$kind" peer "$round"
        measure "$ours" OursBenchmark "$kind" ours "$round"
        measure "$ours" OursBenchmark "$kind" again "$round"
    done
    echo "round $round of $rounds"
done
java -cp "$ours" org.chartlift.bench.Report "$results"
