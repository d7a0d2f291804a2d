package org.chartlift.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PayloadCipherTest {
    private static final String OLD = KeyRing.newLine(new SecureRandom());
    private static final String NEW = KeyRing.newLine(new SecureRandom());

    private final PayloadCipher cipher = cipher(OLD);

    private static PayloadCipher cipher(String lines) {
        return new PayloadCipher(KeyRing.parse(Path.of("payload.keys"), lines));
    }

    @Property
    void opensWhatItSealed(@ForAll @Size(max = 20_000) byte[] plain, @ForAll String context) {
        assertThat(cipher.open(cipher.seal(plain, context), context)).isEqualTo(plain);
    }

    @Property
    void doesNotOpenInAnotherContext(@ForAll byte[] plain, @ForAll String context, @ForAll String other) {
        Assume.that(!Arrays.equals(context.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
        byte[] envelope = cipher.seal(plain, context);

        assertThatThrownBy(() -> cipher.open(envelope, other)).isInstanceOf(PayloadUnreadableException.class);
    }

    @Property
    void doesNotOpenWithAnyBitFlipped(
            @ForAll @Size(max = 50) byte[] plain,
            @ForAll @IntRange(max = 999_999) int where,
            @ForAll @IntRange(max = 7) int bit) {
        byte[] envelope = cipher.seal(plain, "here");
        envelope[where % envelope.length] ^= (byte) (1 << bit);

        assertThatThrownBy(() -> cipher.open(envelope, "here")).isInstanceOf(PayloadUnreadableException.class);
    }

    @Test
    void doesNotOpenWhenCutAnywhere() {
        byte[] envelope = cipher.seal("MSH|^~\\&|".getBytes(StandardCharsets.UTF_8), "here");

        for (int length = 0; length < envelope.length; length++) {
            byte[] cut = Arrays.copyOf(envelope, length);
            assertThatThrownBy(() -> cipher.open(cut, "here")).isInstanceOf(PayloadUnreadableException.class);
        }
    }

    @Test
    void neverSealsTheSameTwice() {
        byte[] plain = new byte[100];

        assertThat(cipher.seal(plain, "here")).isNotEqualTo(cipher.seal(plain, "here"));
    }

    @Test
    void compressesBeforeItEncrypts() {
        assertThat(cipher.seal(new byte[1_000_000], "here")).hasSizeLessThan(10_000);
    }

    @Test
    void aRotatedRingSealsWithTheNewKeyAndStillOpensTheOld() {
        byte[] plain = {1, 2, 3};
        PayloadCipher rotated = cipher(OLD + NEW);

        assertThat(rotated.open(cipher.seal(plain, "here"), "here")).isEqualTo(plain);
        assertThatThrownBy(() -> cipher.open(rotated.seal(plain, "here"), "here"))
                .isInstanceOf(PayloadUnreadableException.class)
                .hasMessageContaining("not on the key ring");
    }
}
