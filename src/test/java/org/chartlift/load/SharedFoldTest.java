package org.chartlift.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.chartlift.mapping.ConvertedResource;
import org.chartlift.mapping.ConvertedResource.Scope;
import org.chartlift.mapping.ConvertedResource.Update;
import org.chartlift.record.ContentHash;
import org.chartlift.record.SourceRef;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Resource;

class SharedFoldTest {
    private static ConvertedResource says(Random random) {
        Practitioner practitioner = new Practitioner();
        practitioner.setId("p");
        if (random.nextBoolean()) {
            practitioner.addName().setFamily("F" + random.nextInt(5));
        }
        if (random.nextBoolean()) {
            practitioner
                    .addTelecom()
                    .setSystem(ContactPoint.ContactPointSystem.values()[random.nextInt(3)])
                    .setValue("T" + random.nextInt(5));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            practitioner.addIdentifier().setSystem("s").setValue("I" + random.nextInt(4));
        }
        Set<String> cleared = random.nextInt(4) == 0 && !practitioner.hasTelecom() ? Set.of("telecom") : Set.of();
        return new ConvertedResource(practitioner, "XCN", Scope.SHARED, Update.MERGE, cleared, "");
    }

    private static SourceRef source(int seq) {
        return new SourceRef("urn:x", ContentHash.of(new byte[] {(byte) seq}), "f#" + seq);
    }

    private static void byValue(Practitioner practitioner) {
        List<ContactPoint> telecoms = new ArrayList<>(practitioner.getTelecom());
        telecoms.sort(Comparator.comparing(t -> t.getValue() + t.getSystem()));
        practitioner.setTelecom(telecoms);
    }

    @Property(tries = 300)
    void recordsInAnyOrderMakeWhatOneByOneInSourceOrderWouldMake(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int records) {
        Random random = new Random(seed);
        List<ConvertedResource> said = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        Resource expected = null;
        for (int i = 0; i < records; i++) {
            said.add(says(random));
            order.add(i);
            expected = Merging.merge(expected, said.get(i));
        }
        Collections.shuffle(order, random);

        SharedFold fold = new SharedFold(said.get(0));
        order.forEach(i -> fold.add(i, source(i), said.get(i)));

        Practitioner folded = (Practitioner) fold.result().resource();
        Practitioner oneByOne = (Practitioner) Objects.requireNonNull(expected);
        // the order of a list that was cleared in between is not that of arrival
        byValue(folded);
        byValue(oneByOne);
        assertThat(folded.equalsDeep(oneByOne)).isTrue();
        assertThat(fold.contributors().size()).isLessThanOrEqualTo(records);
    }
}
