package org.chartlift.source.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import org.chartlift.record.ContentHash;
import org.chartlift.source.SourceFile;
import org.chartlift.source.SourceTree;
import org.chartlift.source.hl7v2.Messages.Scanned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeMessageTest {
    private static final int VALUE = 200 << 20;
    private static final long SMALL = 8L << 20;
    private static final long HEAP_NEEDED = 1L << 30;

    @Test
    void aValueOf200MegabytesIsNotCopied() throws Exception {
        assumeTrue(Runtime.getRuntime().maxMemory() > HEAP_NEEDED, "needs 1 GB of heap");
        byte[] head = Messages.bytes(Messages.MSH + "\rPID|1||7||M\u00fcller\rOBX|1|ED|x||");
        byte[] record = new byte[head.length + VALUE];
        Arrays.fill(record, (byte) 'A');
        System.arraycopy(head, 0, record, 0, head.length);

        long before = allocated();
        SourceTree tree = Messages.flat().read(record);
        assertThat(allocated() - before).isLessThan(SMALL);
        assertThat(tree.length(tree.leaf(tree.leafCount() - 1))).isEqualTo(VALUE);
        assertThat(tree.bytes()).isSameAs(record);
    }

    @Test
    void aFileIsScannedInMemoryThatDoesNotDependOnIt(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("large.hl7");
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'A');
        MessageDigest digest = ContentHash.newDigest();
        byte[] head = Messages.bytes(Messages.MSH + "\rPID|1||7\rOBX|1|ED|x||");
        digest.update(head);
        try (OutputStream out = Files.newOutputStream(path)) {
            out.write(head);
            for (int i = 0; i < VALUE >> 20; i++) {
                out.write(chunk);
                digest.update(chunk);
            }
        }
        Scanned scanned = new Scanned(new ArrayList<>(), new ArrayList<>());
        long before = allocated();
        Messages.flat().scan(new SourceFile(path, "large.hl7"), scanned);
        assertThat(allocated() - before).isLessThan(SMALL);
        assertThat(scanned.headers()).hasSize(1);
        assertThat(scanned.headers().get(0).length()).isEqualTo((long) head.length + VALUE);
        assertThat(scanned.headers().get(0).hash()).isEqualTo(ContentHash.of(digest));
    }

    @Test
    void aMessageOf30SegmentsTakesMicroseconds() throws Exception {
        StringBuilder message =
                new StringBuilder(Messages.MSH + "\rPID|1||7^^^H^MR~8^^^G^SS||DOE^JOHN^A||19800101|M\r");
        for (int i = 0; i < 28; i++) {
            message.append("OBX|")
                    .append(i)
                    .append("|NM|718-7^Hemoglobin^LN^HB^Hb^L||13.")
                    .append(i)
                    .append("|g/dL^g/dL^UCUM|12-16|N|||F|||20240102030405|LAB^Main|7^DOC^A\\T\\B\r");
        }
        byte[] record = Messages.bytes(message.toString());
        MessageGrammar grammar = MessageGrammar.parse("ORU_R01", Messages.ORU);
        Hl7v2Reader reader = new Hl7v2Reader(event -> grammar);
        int rounds = 3000;
        for (int i = 0; i < rounds; i++) {
            reader.read(record);
        }
        long before = allocated();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < rounds; i++) {
            reader.read(record);
        }
        double micros = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e3 / rounds;
        long bytes = (allocated() - before) / rounds;
        System.out.printf("30 segments, %d bytes: %.1f us CPU, %d bytes allocated%n", record.length, micros, bytes);
        assertThat(micros).isLessThan(1000);
        assertThat(bytes).isLessThan(200_000);
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
